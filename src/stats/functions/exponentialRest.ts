import { exact } from "../../util/exactMath.js";

/** exp(t) - 1 - t without cancellation near 0. */
export function exponentialRest(t: number): number {
  if (Math.abs(t) > 0.5) return exact.expm1(t) - t;
  let sum = 1;
  for (let k = 17; k > 2; k--) sum = 1 + (t / k) * sum;
  return 0.5 * t * t * sum;
}

/** log(value / reference), as exact for nearly equal numbers as for distant ones. */
export function logRatio(value: number, reference: number): number {
  const difference = (value - reference) / reference;
  return Math.abs(difference) < 0.5 ? exact.log1p(difference) : exact.log(value / reference);
}

/**
 * log of the arithmetic mean of positive values minus the mean of their logs, as a sum of squares-like terms: never
 * negative, and exact when the values differ by rounding only.
 */
export function logMeanGap(values: readonly number[], mean: number): number {
  let sum = 0;
  for (const value of values) sum += exponentialRest(logRatio(value, mean));
  return sum / values.length;
}
