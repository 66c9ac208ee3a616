import { exact } from "../../util/exactMath.js";
import { inverseSpline } from "./inverseSpline.js";
import { lbfgsb, type Bounds } from "./lbfgsb.js";
import { secondDerivatives } from "./secondDerivatives.js";

/** bbmle starts again when its profile finds a deviance lower by more than this (`tol.newmin`). */
const betterBy = 1e-3;
/** Largest z that bbmle profiles to: the root of the 1 - 0.01 / 2 quantile of chi-square with 2 degrees of freedom. */
const largestZ = Math.sqrt(-2 * exact.log(0.005));
const stride = largestZ / 5;
const largestSteps = 100;
const quantile = 1.959963984540054;

type Pair = readonly [mean: number, other: number];

/** A negative log likelihood of a mean and another parameter. */
export type NegativeLikelihood = (at: readonly number[]) => number;

export interface TracedFit {
  readonly mean: number;
  /** Null where R's profile ends before it is reached. */
  readonly lower: number | null;
  readonly upper: number | null;
}

/**
 * The mean with its 95 % profile likelihood interval as R's bbmle 1.0.25 finds them: both parameters by optim's L-BFGS-B
 * from a start, the profile in strides of the standard error with the other parameter found anew at each, a start anew
 * from any better point that it meets, and the interval by a spline through its points.
 *
 * @returns null where R has no standard error, which is where the papers' script falls back on Student's t
 */
export function tracedFit(
  negative: NegativeLikelihood,
  start: Pair,
  bounds: Bounds,
): TracedFit | null {
  let from = start;
  for (let tries = 0; tries < largestSteps; tries++) {
    const { x, value } = lbfgsb(negative, from, bounds);
    const fit: Pair = [x[0], x[1]];
    const error = standardError(negative, fit);
    if (error === null) return null;
    const profile = profileOf(negative, { fit, value, error }, bounds);
    if ("better" in profile) {
      from = profile.better;
      continue;
    }
    const [lower, upper] = inverseSpline(profile.means, profile.z, [-quantile, quantile]);
    return { mean: fit[0], lower, upper };
  }
  return null;
}

/** The standard error of the mean with the other parameter as it is; null where there is none. */
function standardError(negative: NegativeLikelihood, fit: Pair): number | null {
  const [[mm, mo], [, oo]] = secondDerivatives(negative, fit);
  if (Number.isNaN(mm + mo + oo) || !(mm > 0)) return null;
  return 1 / Math.sqrt(mm);
}

interface Fitted {
  readonly fit: Pair;
  readonly value: number;
  readonly error: number;
}

type Profile =
  { readonly means: readonly number[]; readonly z: readonly number[] } | { readonly better: Pair };

function profileOf(
  negative: NegativeLikelihood,
  { fit, value, error }: Fitted,
  { lower, upper }: Bounds,
): Profile {
  const points: { mean: number; z: number }[] = [{ mean: fit[0], z: 0 }];
  const others = { lower: [lower[1]], upper: [upper[1]] };
  for (const sign of [-1, 1]) {
    const at = (steps: number): { mean: number; z: number } | { better: Pair } | null => {
      const mean = fit[0] + sign * steps * stride * error;
      try {
        const found = lbfgsb(([other]) => negative([mean, other]), [fit[1]], others);
        const deviance = 2 * (found.value - value);
        if (deviance < -betterBy) return { better: [mean, found.x[0]] };
        return { mean, z: sign * Math.sqrt(Math.max(0, deviance)) };
      } catch (fault) {
        if (fault instanceof RangeError) return null;
        throw fault;
      }
    };
    let reached = 0;
    let step = 0;
    while (++step < largestSteps && reached < largestZ) {
      const point = at(step);
      if (point === null) break;
      if ("better" in point) return point;
      points.push(point);
      reached = Math.abs(point.z);
    }
    if (reached >= largestZ && points.length < 5) {
      // Few strides: the ones in between, too.
      for (let half = 1.5; half < step - 1; half++) {
        const point = at(half);
        if (point === null) break;
        if ("better" in point) return point;
        points.push(point);
      }
    }
    if (reached >= largestZ || step >= largestSteps) continue;
    // Where a stride leads to where the likelihood is not known, shorter ones are tried.
    for (const part of [0.2, 0.4, 0.6, 0.8, 0.9]) {
      const point = at(step - 1 + part);
      if (point === null) break;
      if ("better" in point) return point;
      points.push(point);
      if (Math.abs(point.z) > largestZ) break;
    }
  }
  points.sort((a, b) => a.mean - b.mean);
  return { means: points.map(({ mean }) => mean), z: points.map(({ z }) => z) };
}
