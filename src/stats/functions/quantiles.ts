import erfc from "@stdlib/math-base-special-erfc";
import erfcinv from "@stdlib/math-base-special-erfcinv";
import { findRoot, findRootFrom } from "./findRoot.js";
import { exact } from "../../util/exactMath.js";

/** 0.975 quantile of the standard normal distribution. */
export const normalQuantile975 = 1.959963984540054;

/** 0.95 quantile of the chi-square distribution with one degree of freedom. */
export const chiSquareQuantile95 = 3.841458820694124;

/**
 * 0.975 quantile of Student's t distribution.
 *
 * @param degreesOfFreedom a whole number, at least 1
 */
export function studentQuantile975(degreesOfFreedom: number): number {
  // 12.71 at one degree of freedom is the largest, the normal quantile the smallest.
  return findRoot((t) => centralProbability(t, degreesOfFreedom) - 0.95, 1.9, 13);
}

/**
 * Half the width of the central interval that holds a share of Student's t distribution: its (1 + level) / 2 quantile.
 *
 * @param level above 0 and below 1
 * @param degreesOfFreedom a whole number, at least 1
 */
export function studentQuantile(level: number, degreesOfFreedom: number): number {
  if (level === 0.95) return studentQuantile975(degreesOfFreedom);
  return findRootFrom((t) => level - centralProbability(t, degreesOfFreedom), 0, 1);
}

/** Distribution function of the standard normal distribution. */
export function normalProbability(x: number): number {
  return erfc(-x / Math.SQRT2) / 2;
}

/** Its inverse: the standard normal quantile of a probability. */
export function normalQuantile(probability: number): number {
  return -Math.SQRT2 * erfcinv(2 * probability);
}

/**
 * Quantile of sorted values, on the line between the two around it: at place q (n - 1), as NumPy's default (type 7 of
 * Hyndman and Fan 1996). NaN of no values.
 */
export function quantileOfSorted(sorted: ArrayLike<number>, q: number): number {
  const place = q * (sorted.length - 1);
  const below = Math.floor(place);
  const left = sorted[below] ?? NaN;
  const right = sorted[Math.min(below + 1, sorted.length - 1)];
  return left === right ? left : left + (place - below) * (right - left);
}

/**
 * Probability that a Student's t variable lies within -t and t, for whole degrees of freedom: the finite sums of
 * Abramowitz and Stegun 26.7.3 and 26.7.4.
 */
function centralProbability(t: number, degreesOfFreedom: number): number {
  const angle = exact.atan(t / Math.sqrt(degreesOfFreedom));
  const cosine = exact.cos(angle);
  const odd = degreesOfFreedom % 2 === 1;
  let term = odd ? cosine : 1;
  let sum = degreesOfFreedom === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k <= degreesOfFreedom - 2; k += 2) {
    term *= ((k - 1) / k) * cosine * cosine;
    sum += term;
  }
  const half = exact.sin(angle) * sum;
  return odd ? (2 / Math.PI) * (angle + half) : half;
}
