import { findRootFrom, findSignChange } from "./functions/findRoot.js";
import type { FittedMean } from "./fittedMean.js";
import { gammaLikelihood, type GammaLikelihood } from "./gammaLikelihood.js";
import { varianceOf } from "./functions/moments.js";
import { chiSquareQuantile95 } from "./functions/quantiles.js";
import { exact } from "../util/exactMath.js";

/** optim's L-BFGS-B ends with a step that gains less than this, relative to the function (`factr` 1e7). */
const optimTolerance = 1e7 * Number.EPSILON;
/** bbmle starts again when its profile finds a deviance lower by more than this (`tol.newmin`). */
const betterBy = 1e-3;
/** Largest z that bbmle profiles to: the root of the 1 - 0.01 / 2 quantile of chi-square with 2 degrees of freedom. */
const largestZ = Math.sqrt(-2 * exact.log(0.005));
/**
 * Gain of a first step in the variance, in units of the tolerance, from which on optim goes on to the joint optimum. It is
 * not a sharp limit: R's answers change over between 0.12 and 0.28.
 */
const varianceMovesFrom = 0.2;

interface Fit {
  readonly mean: number;
  readonly variance: number;
}

/**
 * Mean of a gamma distribution with its 95 % likelihood interval, as the R script finds them: by bbmle 1.0.25, which
 * minimises the negative log likelihood over mean and variance with optim's L-BFGS-B, starting from the sample mean and
 * the sample variance.
 *
 * The optimiser's first step is as long as the gradient. At steps in the thousands the gradient in the variance is next to
 * nothing, so that the variance stays the sample variance; and often the first step in the mean gains too little as
 * well, so that the mean stays the sample mean. The interval is measured from wherever the optimiser stopped.
 *
 * @param values positive numbers, not all equal
 */
export function gammaAsPublished(values: readonly number[]): FittedMean {
  const likelihood = gammaLikelihood(values);
  const start = { mean: likelihood.sampleMean, variance: varianceOf(values) };
  const fit = settledFit(likelihood, start);
  const { mean } = fit;
  const limit = likelihood.negative(mean, fit.variance) + chiSquareQuantile95 / 2;
  const within = (w: number) => limit - profiled(likelihood, mean * exact.exp(w), fit.variance);
  const curvature = likelihood.curvatureInMean(mean, fit.variance);
  const stride = curvature > 0 ? 0.1 / (mean * Math.sqrt(curvature)) : 0.01;
  const bound = (direction: number) =>
    mean * exact.exp(findRootFrom(within, 0, direction * stride));
  return { mean, lower: bound(-1), upper: bound(1) };
}

/** Fits, and fits again from any better point that the profile meets. */
function settledFit(likelihood: GammaLikelihood, start: Fit): Fit {
  const fit = fitOnce(likelihood, start);
  const better = betterProfilePoint(likelihood, fit);
  return better === null ? fit : settledFit(likelihood, better);
}

/** Where one descent of L-BFGS-B ends: one step away, at the best mean of this variance, or at the joint optimum. */
function fitOnce(likelihood: GammaLikelihood, start: Fit): Fit {
  const { variance } = start;
  const gradient = likelihood.slopeInMean(start.mean, variance);
  if (!gainsEnough(gradient * gradient, likelihood.negative(start.mean, variance))) {
    return { mean: start.mean - gradient, variance };
  }
  const mean = bestMean(likelihood, start);
  const slope = likelihood.slopeInVariance(mean, variance);
  const gain = (slope * slope) / likelihood.curvatureInMean(mean, variance);
  if (!gainsEnough(gain / varianceMovesFrom, likelihood.negative(mean, variance))) {
    return { mean, variance };
  }
  return {
    mean: likelihood.sampleMean,
    variance: likelihood.bestVariance(likelihood.sampleMean),
  };
}

function gainsEnough(gain: number, negative: number): boolean {
  return gain > optimTolerance * Math.max(1, Math.abs(negative));
}

/** The minimum next to the start; at heavily skewed values another one lies far below. */
function bestMean(likelihood: GammaLikelihood, { mean, variance }: Fit): number {
  const downhill = (w: number) => -likelihood.slopeInMean(mean * exact.exp(w), variance);
  const stride = downhill(0) > 0 ? 0.02 : -0.02;
  let w = 0;
  while (downhill(w + stride) * stride > 0) w += stride;
  return mean * exact.exp(findSignChange(downhill, Math.min(w, w + stride), Math.abs(stride)));
}

/** First point of bbmle's profile, below and then above the mean, with a clearly lower deviance than the fit. */
function betterProfilePoint(likelihood: GammaLikelihood, { mean, variance }: Fit): Fit | null {
  const stride = largestZ / 5 / Math.sqrt(likelihood.curvatureInMean(mean, variance));
  if (Number.isNaN(stride)) return null;
  const fitted = likelihood.negative(mean, variance);
  for (const direction of [-1, 1]) {
    for (let step = 1; step < 100; step++) {
      const point = mean + direction * step * stride;
      if (point <= 0) break;
      const deviance = 2 * (likelihood.negative(point, variance) - fitted);
      if (deviance < -betterBy) return { mean: point, variance };
      if (deviance > largestZ * largestZ) break;
    }
  }
  return null;
}

/** The profile at a mean: the variance moves off the fitted one only where its first step gains enough. */
function profiled(likelihood: GammaLikelihood, mean: number, variance: number): number {
  const fixed = likelihood.negative(mean, variance);
  const gradient = likelihood.slopeInVariance(mean, variance);
  if (!gainsEnough(gradient * gradient, fixed)) return fixed;
  return likelihood.negative(mean, likelihood.bestVariance(mean));
}
