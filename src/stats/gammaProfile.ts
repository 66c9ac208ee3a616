import { exponentialRest, logMeanGap } from "./functions/exponentialRest.js";
import type { FittedMean } from "./fittedMean.js";
import { findRoot, findRootFrom } from "./functions/findRoot.js";
import { shapeAtGap } from "./gammaLikelihood.js";
import { meanOf } from "./functions/moments.js";
import { chiSquareQuantile95 } from "./functions/quantiles.js";
import { logMinusDigamma, stirlingRest } from "./functions/stirling.js";
import { exact } from "../util/exactMath.js";

/**
 * Maximum likelihood mean of a gamma distribution, which is the sample mean, with its exact 95 % profile likelihood
 * interval: the shape is chosen anew at each mean.
 *
 * @param values positive numbers, not all equal
 */
export function gammaProfile(values: readonly number[]): FittedMean {
  const mean = meanOf(values);
  const gap = logMeanGap(values, mean);
  // In the terms of gammaLikelihood the most likely shape at gap D solves h'(a) = D: the profile is h(a) - a h'(a), and a
  // bound is found from the shape there, without fitting the shape at each mean.
  const logShape = exact.log(shapeAtGap(gap));
  const profile = (logA: number) => {
    const a = exact.exp(logA);
    return stirlingRest(a) - a * logMinusDigamma(a);
  };
  const threshold = profile(logShape) - chiSquareQuantile95 / (2 * values.length);
  const logShapeAtBounds = findRootFrom((x) => profile(x) - threshold, logShape, -0.125);
  const excess = logMinusDigamma(exact.exp(logShapeAtBounds)) - gap;
  // exponentialRest(-w) = excess, once on either side of 0; w <= excess + 1 above, w >= -sqrt(2 excess) below.
  const distance = (w: number) => exponentialRest(-w) - excess;
  const above = findRoot(distance, 0, excess + Math.sqrt(2 * excess) + 1);
  const below = findRoot(distance, -1.01 * Math.sqrt(2 * excess) - Number.MIN_VALUE, 0);
  return { mean, lower: mean * exact.exp(below), upper: mean * exact.exp(above) };
}
