import { exponentialRest, logMeanGap } from "./exponentialRest.js";
import type { FittedMean } from "./fittedMean.js";
import { findRoot, findRootFrom, findSignChange } from "./findRoot.js";
import { meanOf } from "./moments.js";
import { chiSquareQuantile95 } from "./quantiles.js";
import { logMinusDigamma, stirlingRest } from "./stirling.js";

// Written with shape a and w = log(mean / sample mean), the log likelihood of a gamma distribution per value is
//   h(a) - a D(w),   h(a) = a log a - a - log gamma(a),   D(w) = D(0) + exp(-w) - 1 + w,
// up to a constant, where D(0) is the log of the sample mean less the mean of the logs. h is `stirlingRest`.

/**
 * Maximum likelihood mean of a gamma distribution, which is the sample mean, with its exact 95 % profile likelihood
 * interval: the shape is chosen anew at each mean.
 *
 * @param values positive numbers, not all equal
 */
export function gammaProfile(values: readonly number[]): FittedMean {
  const mean = meanOf(values);
  const gap = logMeanGap(values, mean);
  // The best shape at gap D solves logMinusDigamma(a) = D, so the profile likelihood is h(a) - a h'(a) along a.
  const logShape = logShapeAtGap(gap);
  const profile = (logA: number) => {
    const a = Math.exp(logA);
    return stirlingRest(a) - a * logMinusDigamma(a);
  };
  const threshold = profile(logShape) - chiSquareQuantile95 / (2 * values.length);
  const logShapeAtBounds = findRootFrom((x) => profile(x) - threshold, logShape, -0.125);
  const excess = logMinusDigamma(Math.exp(logShapeAtBounds)) - gap;
  // exponentialRest(-w) = excess, once on either side of 0; w <= excess + 1 above, w >= -sqrt(2 excess) below.
  const distance = (w: number) => exponentialRest(-w) - excess;
  const above = findRoot(distance, 0, excess + Math.sqrt(2 * excess) + 1);
  const below = findRoot(distance, -1.01 * Math.sqrt(2 * excess) - Number.MIN_VALUE, 0);
  return { mean, lower: mean * Math.exp(below), upper: mean * Math.exp(above) };
}

/** Solves logMinusDigamma(a) = gap; the solution lies between 1/(2 gap) and 1/gap. Returns log a. */
function logShapeAtGap(gap: number): number {
  const logInverse = -Math.log(gap);
  return findSignChange(
    (logA) => logMinusDigamma(Math.exp(logA)) / gap - 1,
    logInverse - Math.LN2,
    0.25,
  );
}
