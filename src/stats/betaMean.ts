import { betaProfile, type BetaFit } from "./betaProfile.js";
import {
  finiteOrNull,
  leftOutNotes,
  noInterval,
  type Estimate,
  type EstimateMethod,
  type Interval,
} from "./estimate.js";
import { varianceOf } from "./functions/moments.js";
import type { PublishedFits, StatisticsMode } from "./statisticsMode.js";
import { equalValues, tInterval } from "./tInterval.js";
import { tracedBeta } from "./tracedFits.js";

const largest = 0.5;
const clipMargin = 1e-16;
const smallestDeviation = 1e-10;

/**
 * Below this fitted mean R's numerical Hessian (numDeriv, `zero.tol`) steps to a negative mean, finds NaN, and the
 * script falls back on a t interval: the square root of the spacing of doubles at 1 over 7e-7, 1.781e-5.
 */
const smallestFittedMean = Math.sqrt(Number.EPSILON / 7e-7);

/**
 * Mean of values in [0, 0.5], such as sparsity errors, under a beta distribution stretched to that range, with a 95 %
 * profile likelihood interval.
 *
 * `corrected`: maximum likelihood mean and interval of a beta distribution of 2x, halved. `published`: as in the R script
 * the distribution is fitted to x itself and the result halved all the same, so that it is about half the mean of x; and
 * where the standard deviation is at most 1e-10 or the fitted mean too small for the script, the plain mean and a t
 * interval clipped to [0, 0.5] stand in. The likelihood sees values clipped to [1e-16, 0.5 - 1e-16].
 *
 * @param values NaN is left out and counted
 * @param fits how mode `published` follows R
 */
export function betaMean(
  values: readonly number[],
  mode: StatisticsMode,
  fits: PublishedFits = "ruled",
): Estimate {
  const used = values.filter(Number.isFinite).map((value) => Math.min(largest, Math.max(0, value)));
  const leftOut = values.length - used.length;
  return {
    ...(mode === "published" ? publishedInterval(used, fits) : correctedInterval(used)),
    max: null,
    median: null,
    n: used.length,
    leftOut,
    notes: leftOutNotes(leftOut, "sparsity error"),
  };
}

function publishedInterval(values: readonly number[], fits: PublishedFits): Interval {
  const fallBack = () => tInterval(values, { lower: 0, upper: largest });
  if (values.length < 2 || Math.sqrt(varianceOf(values)) <= smallestDeviation) return fallBack();
  if (fits === "traced") {
    const traced = tracedBeta(clipped(values));
    return traced === null
      ? fallBack()
      : { ...traced, method: "beta profile likelihood, not doubled" };
  }
  const fit = fitUnitInterval(clipped(values));
  if (!(fit.mean / 2 >= smallestFittedMean)) return fallBack();
  return halved(fit, "beta profile likelihood, not doubled");
}

function correctedInterval(values: readonly number[]): Interval {
  const first = values[0];
  if (first === undefined) return noInterval;
  if (values.length === 1) return tInterval(values, { lower: 0, upper: largest });
  const doubled = clipped(values).map((value) => 2 * value);
  // Values that differ by less than the clipping are equal, too.
  if (doubled.every((value) => value === doubled[0])) return equalValues(first);
  return halved(fitUnitInterval(doubled), "beta profile likelihood");
}

function clipped(values: readonly number[]): number[] {
  return values.map((value) => Math.min(largest - clipMargin, Math.max(clipMargin, value)));
}

function fitUnitInterval(values: readonly number[]): BetaFit {
  return betaProfile(
    values,
    values.map((value) => 1 - value),
  );
}

function halved(fit: BetaFit, method: EstimateMethod): Interval {
  const { lower, upper } = fit.bounds();
  return {
    mean: finiteOrNull(fit.mean / 2),
    lower: finiteOrNull(lower / 2),
    upper: finiteOrNull(upper / 2),
    method,
  };
}
