import { exponentialRest, logMeanGap } from "./exponentialRest.js";
import { findRootFrom, findSignChange } from "./findRoot.js";
import type { FittedMean } from "./fittedMean.js";
import { meanOf, varianceOf } from "./moments.js";
import { chiSquareQuantile95 } from "./quantiles.js";
import { logMinusDigamma, stirlingRest } from "./stirling.js";

/** optim's L-BFGS-B ends when a step gains less than this, relative to the function (`factr` 1e7). */
const optimTolerance = 1e7 * Number.EPSILON;
/** bbmle starts again when its profile finds a deviance lower by more than this (`tol.newmin`). */
const betterBy = 1e-3;
/** Largest z that bbmle profiles to, for two parameters: the root of the chi-square quantile of 1 - 0.01 / 2. */
const largestZ = Math.sqrt(-2 * Math.log(0.005));

/**
 * The mean of a gamma distribution (shape mean^2 / variance, rate mean / variance) whose variance is held at the sample
 * variance, found as the R script finds it, with its 95 % likelihood interval.
 *
 * The script minimises over mean and variance, but the gradient in the variance is too small for its optimiser to move.
 * In the mean, the optimiser's first step is as long as the gradient: where that gains too little it stops there, next
 * to the sample mean. The profile then tries points around it; only when one of these is better, the search goes on
 * from there. The interval counts from where it stopped.
 *
 * @param values positive numbers, not all equal
 */
export function gammaFixedVariance(values: readonly number[]): FittedMean {
  const likelihood = fixedVarianceLikelihood(values);
  const mean = stoppingPoint(likelihood, meanOf(values));
  const limit = likelihood.negative(mean) + chiSquareQuantile95 / 2;
  const within = (w: number) => limit - likelihood.negative(mean * Math.exp(w));
  const stride = (0.1 * likelihood.standardError(mean)) / mean;
  return {
    mean,
    lower: mean * Math.exp(findRootFrom(within, 0, -stride)),
    upper: mean * Math.exp(findRootFrom(within, 0, stride)),
  };
}

interface Likelihood {
  /** Negative log likelihood of a mean. */
  readonly negative: (mean: number) => number;
  /** Derivative of `negative`. */
  readonly slope: (mean: number) => number;
  /** Standard error of the mean by the curvature of `negative`; NaN where it is not convex. */
  readonly standardError: (mean: number) => number;
}

function fixedVarianceLikelihood(values: readonly number[]): Likelihood {
  const n = values.length;
  const sampleMean = meanOf(values);
  const variance = varianceOf(values);
  const gap = logMeanGap(values, sampleMean);
  const meanOfLogs = Math.log(sampleMean) - gap;
  // The same form as in gammaProfile, with the shape a = mean^2 / variance.
  const shapeGap = (mean: number) => gap + exponentialRest(Math.log(sampleMean / mean));
  const negative = (mean: number) => {
    const shape = (mean * mean) / variance;
    return n * (meanOfLogs - stirlingRest(shape) + shape * shapeGap(mean));
  };
  const slope = (mean: number) => {
    const shape = (mean * mean) / variance;
    const perShape = 2 * (shapeGap(mean) - logMinusDigamma(shape)) - (sampleMean - mean) / mean;
    return (n * shape * perShape) / mean;
  };
  const standardError = (mean: number) => {
    const step = 1e-4 * mean;
    return 1 / Math.sqrt((slope(mean + step) - slope(mean - step)) / (2 * step));
  };
  return { negative, slope, standardError };
}

/** Where the R script's search for the least negative log likelihood ends when it starts at `start`. */
function stoppingPoint(likelihood: Likelihood, start: number): number {
  const mean = oneFit(likelihood, start);
  const better = betterProfilePoint(likelihood, mean);
  return better === null ? mean : stoppingPoint(likelihood, better);
}

function oneFit({ negative, slope }: Likelihood, start: number): number {
  const gradient = slope(start);
  const gain = gradient * gradient;
  if (gain <= optimTolerance * Math.max(1, Math.abs(negative(start)))) return start - gradient;
  // Walks downhill in strides short enough not to step over a minimum.
  const stride = gradient < 0 ? 0.02 : -0.02;
  let w = 0;
  while (slope(start * Math.exp(w + stride)) * gradient > 0) w += stride;
  const [from, to] = stride > 0 ? [w, stride] : [w + stride, -stride];
  return start * Math.exp(findSignChange((x) => -slope(start * Math.exp(x)), from, to));
}

/** First point of bbmle's profile, below and then above the mean, with a clearly lower deviance than the mean. */
function betterProfilePoint({ negative, standardError }: Likelihood, mean: number): number | null {
  const stride = (largestZ / 5) * standardError(mean);
  if (Number.isNaN(stride)) return null;
  for (const direction of [-1, 1]) {
    for (let step = 1; step < 100; step++) {
      const point = mean + direction * step * stride;
      if (point <= 0) break;
      const deviance = 2 * (negative(point) - negative(mean));
      if (deviance < -betterBy) return point;
      if (deviance > largestZ * largestZ) break;
    }
  }
  return null;
}
