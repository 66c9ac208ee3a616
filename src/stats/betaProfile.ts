import { exponentialRest, logMeanGap } from "./functions/exponentialRest.js";
import { findRootFrom, findSignChange } from "./functions/findRoot.js";
import { meanOf } from "./functions/moments.js";
import { chiSquareQuantile95 } from "./functions/quantiles.js";
import { logMinusDigamma, stirlingRest } from "./functions/stirling.js";
import { exact } from "../util/exactMath.js";

/** Mean of a fitted beta distribution; the bounds are searched for only when they are asked for. */
export interface BetaFit {
  readonly mean: number;
  readonly bounds: () => { lower: number; upper: number };
}

/**
 * Maximum likelihood mean of a beta distribution on (0, 1), with its exact 95 % profile likelihood interval: the
 * precision v = a + b is chosen anew at each mean.
 *
 * Per value and up to a constant, with shapes a = m v and b = (1 - m) v, the log likelihood is
 *   h(a) + h(b) - h(v) - v K(m),   h(x) = x log x - x - log gamma(x),
 * where K(m) is the mean Kullback-Leibler divergence of Bernoulli(y) from Bernoulli(m). The divergence splits into the gaps
 * between log mean and mean log of y and of 1 - y, and the divergence of the sample mean, all of them without cancellation.
 * The likelihood is concave in (a, b), so the means above any level of the profile form one interval.
 *
 * @param values numbers in (0, 1), not all equal
 * @param complements 1 - values, as exact as can be
 */
export function betaProfile(values: readonly number[], complements: readonly number[]): BetaFit {
  const sampleMean = meanOf(values);
  const sampleRest = meanOf(complements);
  const gap = logMeanGap(values, sampleMean);
  const restGap = logMeanGap(complements, sampleRest);

  /** The point at which the odds of the mean are exp(t) times those of the sample mean. */
  function at(t: number) {
    // Divided by the larger of the two odds, so that nothing overflows.
    const up = t > 0 ? 1 : exact.exp(t);
    const down = t > 0 ? exact.exp(-t) : 1;
    const total = sampleRest * down + sampleMean * up;
    const mean = (sampleMean * up) / total;
    const rest = (sampleRest * down) / total;
    // log(mean / sampleMean) and log(rest / sampleRest)
    const logScale =
      t > 0 ? exact.log1p(sampleRest * exact.expm1(-t)) : exact.log1p(sampleMean * exact.expm1(t));
    const meanShift = (t > 0 ? 0 : t) - logScale;
    const restShift = (t > 0 ? -t : 0) - logScale;
    // p log(p / q) - p + q = q e^s (exp(-s) - 1 + s) with s = log(p / q), summed over both outcomes
    const divergence =
      mean * gap +
      rest * restGap +
      mean * exponentialRest(-meanShift) +
      rest * exponentialRest(-restShift);
    return { mean, rest, divergence };
  }

  /** The most likely precision at a point. */
  function precisionAt({ mean, rest, divergence }: ReturnType<typeof at>): number {
    const slope = (logV: number) => {
      const v = exact.exp(logV);
      return (
        mean * logMinusDigamma(mean * v) +
        rest * logMinusDigamma(rest * v) -
        logMinusDigamma(v) -
        divergence
      );
    };
    // Without the divergence the slope is near 1/(2v) at large v and 1/v at small v.
    const start = -exact.log(2 * divergence);
    return exact.exp(findSignChange(slope, start, 0.5));
  }

  function profile(t: number): number {
    const point = at(t);
    const v = precisionAt(point);
    return (
      stirlingRest(point.mean * v) +
      stirlingRest(point.rest * v) -
      stirlingRest(v) -
      v * point.divergence
    );
  }

  /** Has the sign of the derivative of the profile in t. */
  function profileSlope(t: number): number {
    const point = at(t);
    const v = precisionAt(point);
    return logMinusDigamma(point.mean * v) - logMinusDigamma(point.rest * v) - gap + restGap - t;
  }

  const best = findSignChange(profileSlope, 0, 0.01);
  const bound = (threshold: number, stride: number) =>
    at(findRootFrom((t) => profile(t) - threshold, best, stride)).mean;
  return {
    mean: at(best).mean,
    bounds() {
      const threshold = profile(best) - chiSquareQuantile95 / (2 * values.length);
      return { lower: bound(threshold, -0.01), upper: bound(threshold, 0.01) };
    },
  };
}
