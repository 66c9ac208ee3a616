import { exponentialRest, logMeanGap } from "./exponentialRest.js";
import { findRoot, findRootFrom, findSignChange } from "./findRoot.js";
import { meanOf, varianceOf } from "./moments.js";
import { chiSquareQuantile95 } from "./quantiles.js";
import { logMinusDigamma, stirlingRest } from "./stirling.js";

/** Mean of a fitted distribution and the ends of its 95 % likelihood interval. */
export interface FittedMean {
  readonly mean: number;
  readonly lower: number;
  readonly upper: number;
}

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

/**
 * The mean that maximises the likelihood of a gamma distribution whose variance is held at the sample variance, with
 * its 95 % likelihood interval: shape = mean^2 / variance, rate = mean / variance.
 *
 * @param values positive numbers, not all equal
 */
export function gammaFixedVariance(values: readonly number[]): FittedMean {
  const mean = meanOf(values);
  const gap = logMeanGap(values, mean);
  const logSquaredVariation = Math.log(varianceOf(values)) - 2 * Math.log(mean);
  const shape = (w: number) => Math.exp(2 * w - logSquaredVariation);
  const logLikelihood = (w: number) =>
    stirlingRest(shape(w)) - shape(w) * (gap + exponentialRest(-w));
  const slope = (w: number) =>
    2 * (logMinusDigamma(shape(w)) - gap - exponentialRest(-w)) + Math.expm1(-w);
  const best = nearestMaximum(slope);
  const threshold = logLikelihood(best) - chiSquareQuantile95 / (2 * values.length);
  const above = (w: number) => logLikelihood(w) - threshold;
  // Short first strides: at heavily skewed values a second, lower maximum lies far to the left.
  const stride = (0.05 * Math.exp(0.5 * logSquaredVariation)) / Math.sqrt(values.length);
  return {
    mean: mean * Math.exp(best),
    lower: mean * Math.exp(findRootFrom(above, best, -stride)),
    upper: mean * Math.exp(findRootFrom(above, best, stride)),
  };
}

/** The maximum that an uphill walk from 0 reaches, in strides short enough not to step over it. */
function nearestMaximum(slope: (w: number) => number): number {
  const stride = slope(0) > 0 ? 0.02 : -0.02;
  let w = 0;
  while (slope(w + stride) * stride > 0) w += stride;
  return findRoot(slope, w, w + stride);
}
