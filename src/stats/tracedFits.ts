import { exact } from "../util/exactMath.js";
import { stirlingRest } from "./functions/stirling.js";
import { meanOf, varianceOf } from "./functions/moments.js";
import { tracedFit, type TracedFit } from "./functions/profileLikelihood.js";
import { gammaLikelihood } from "./gammaLikelihood.js";

/** Log densities of the papers' script are cut off here. */
const largestLogDensity = 1e6;

/**
 * Mean of a gamma distribution with its 95 % interval, as the papers' script finds them with optim and bbmle: see
 * {@link tracedFit}. Null where R has no standard error or stops.
 *
 * @param values positive numbers, not all equal
 */
export function tracedGamma(values: readonly number[]): TracedFit | null {
  const likelihood = gammaLikelihood(values);
  const negative = ([mean, variance]: readonly number[]) => likelihood.negative(mean, variance);
  return orNull(() =>
    tracedFit(negative, [likelihood.sampleMean, varianceOf(values)], {
      lower: [0, 1e-5],
      upper: [Infinity, Infinity],
    }),
  );
}

/**
 * The same of a beta distribution of values up to 0.5 that were not doubled: shapes 2 m v and (1 - 2 m) v.
 *
 * @param values numbers above 0 and below 0.5, not all equal
 */
export function tracedBeta(values: readonly number[]): TracedFit | null {
  const logs = values.map((value) => [exact.log(value), exact.log1p(-value)] as const);
  const negative = ([mean, precision]: readonly number[]) => {
    const [a, b] = [2 * mean * precision, (1 - 2 * mean) * precision];
    if (a < 0 || b < 0) return NaN;
    const norm = a > 0 && b > 0 ? logGamma(a + b) - logGamma(a) - logGamma(b) : -Infinity;
    let sum = 0;
    for (const [log, logRest] of logs) {
      const density = norm === -Infinity ? norm : (a - 1) * log + (b - 1) * logRest + norm;
      sum += Math.min(largestLogDensity, Math.max(-largestLogDensity, density));
    }
    return -sum;
  };
  const mean = meanOf(values);
  const precision = (mean * (0.5 - mean)) / varianceOf(values) - 1;
  return orNull(() =>
    tracedFit(negative, [mean, precision], { lower: [0, 1e-5], upper: [0.5, Infinity] }),
  );
}

const logGamma = (x: number): number => x * exact.log(x) - x - stirlingRest(x);

/** R stops where a likelihood is not finite. */
function orNull(fit: () => TracedFit | null): TracedFit | null {
  try {
    return fit();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
