import { exponentialRest, logMeanGap } from "./functions/exponentialRest.js";
import { findSignChange } from "./functions/findRoot.js";
import { meanOf } from "./functions/moments.js";
import { logMinusDigamma, stirlingRest } from "./functions/stirling.js";
import { exact } from "../util/exactMath.js";

/**
 * Negative log likelihood of a gamma distribution with a mean and a variance (shape mean^2 / variance, rate
 * mean / variance).
 *
 * With the shape a it is, per value, L - h(a) + a D(mean), where h(a) = a log a - a - log gamma(a) is `stirlingRest`, L the
 * mean of the logs, and D(mean) the gap between the log of the sample mean and L, widened by the distance of the mean from
 * the sample mean: with w = log(mean / sample mean), D = gap + exp(-w) - 1 + w.
 */
export interface GammaLikelihood {
  readonly sampleMean: number;
  readonly negative: (mean: number, variance: number) => number;
  readonly slopeInMean: (mean: number, variance: number) => number;
  readonly slopeInVariance: (mean: number, variance: number) => number;
  /** Second derivative in the mean. */
  readonly curvatureInMean: (mean: number, variance: number) => number;
  /** The variance that is most likely at a mean. */
  readonly bestVariance: (mean: number) => number;
}

/** @param values positive numbers, not all equal */
export function gammaLikelihood(values: readonly number[]): GammaLikelihood {
  const n = values.length;
  const sampleMean = meanOf(values);
  const gap = logMeanGap(values, sampleMean);
  const meanOfLogs = exact.log(sampleMean) - gap;
  const gapAt = (mean: number) => gap + exponentialRest(exact.log(sampleMean / mean));
  const negative = (mean: number, variance: number) => {
    const shape = (mean * mean) / variance;
    return n * (meanOfLogs - stirlingRest(shape) + shape * gapAt(mean));
  };
  const slopeInMean = (mean: number, variance: number) => {
    const shape = (mean * mean) / variance;
    const perShape = 2 * (gapAt(mean) - logMinusDigamma(shape)) - (sampleMean - mean) / mean;
    return (n * shape * perShape) / mean;
  };
  const slopeInVariance = (mean: number, variance: number) => {
    const shape = (mean * mean) / variance;
    return ((n * shape) / variance) * (logMinusDigamma(shape) - gapAt(mean));
  };
  const curvatureInMean = (mean: number, variance: number) => {
    const step = 1e-4 * mean;
    const rise = slopeInMean(mean + step, variance) - slopeInMean(mean - step, variance);
    return rise / (2 * step);
  };
  const bestVariance = (mean: number) => (mean * mean) / shapeAtGap(gapAt(mean));
  return { sampleMean, negative, slopeInMean, slopeInVariance, curvatureInMean, bestVariance };
}

/** Most likely shape at a gap: solves logMinusDigamma(a) = gap, which lies between 1/(2 gap) and 1/gap. */
export function shapeAtGap(gap: number): number {
  const slope = (logShape: number) => logMinusDigamma(exact.exp(logShape)) / gap - 1;
  return exact.exp(findSignChange(slope, -exact.log(2 * gap), 0.25));
}
