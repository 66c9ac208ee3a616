import { finiteOrNull, noInterval, type Interval } from "./estimate.js";
import { meanOf, varianceOf } from "./functions/moments.js";
import { studentQuantile975 } from "./functions/quantiles.js";

/**
 * Mean with its 95 % Student's t interval, the bounds clipped to the range of possible values. One value gives its mean
 * and no interval, none gives nulls.
 *
 * @param values finite numbers
 */
export function tInterval(
  values: readonly number[],
  clip: { lower: number; upper: number },
): Interval {
  if (values.length === 0) return noInterval;
  const mean = meanOf(values);
  if (values.length === 1) return { mean, lower: null, upper: null, method: "mean only" };
  const half =
    studentQuantile975(values.length - 1) * Math.sqrt(varianceOf(values) / values.length);
  return {
    mean: finiteOrNull(mean),
    lower: finiteOrNull(Math.max(clip.lower, mean - half)),
    upper: finiteOrNull(Math.min(clip.upper, mean + half)),
    method: "t interval",
  };
}

/** Interval of width zero: all values are the same. */
export function equalValues(value: number): Interval {
  return { mean: value, lower: value, upper: value, method: "equal values" };
}
