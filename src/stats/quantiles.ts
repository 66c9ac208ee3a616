import { findRoot } from "./findRoot.js";
import { exact } from "../util/exactMath.js";

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
