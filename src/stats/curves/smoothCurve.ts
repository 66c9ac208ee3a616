import { exact } from "../../util/exactMath.js";
import type { Curve } from "./curve.js";

/**
 * TensorBoard's smoothing: the exponential moving average of its slider, without the pull towards zero at the start
 * (tensorboard/components/vz_line_chart2, "classic" smoothing). Over all values given, not over a sample of them as
 * TensorBoard does. NaN and infinite values stay as they are and do not enter the average; a curve whose values are all the
 * same is left alone.
 *
 * @param values in the order of the axis
 * @param weight the slider: 0 (nothing changes) to below 1
 * @throws RangeError when the weight is not in [0, 1)
 */
export function smooth(values: ArrayLike<number>, weight: number): Float64Array {
  checkWeight(weight);
  const smoothed = new Float64Array(values);
  if (smoothed.every((value) => value === smoothed[0])) return smoothed;
  let average = 0;
  let rest = 1; // weight ** (number of values so far): what is missing of the weights' sum
  return smoothed.map((value) => {
    if (!Number.isFinite(value)) return value;
    average = average * weight + (1 - weight) * value;
    rest *= weight;
    return average / (1 - rest);
  });
}

/**
 * The same average by distance on the axis instead of by count: over the distance `unit` a value loses as much weight as
 * TensorBoard's loses from one value to the next. Values that are dense in one place and sparse in another are smoothed
 * alike; where all are `unit` apart it is {@link smooth}.
 *
 * @param unit default: the median distance of neighbours
 * @throws RangeError when the weight is not in [0, 1) or the unit is not positive
 */
export function smoothByDistance(
  { x, y }: Curve,
  weight: number,
  unit: number = medianDistance(x),
): Float64Array {
  checkWeight(weight);
  if (x.length > 1 && !(unit > 0))
    throw new RangeError(`the unit is ${unit}, expected more than 0`);
  if (weight === 0 || y.every((value) => value === y[0])) return y.slice();
  const logWeight = exact.log(weight);
  let sum = 0;
  let weights = 0;
  let before = NaN;
  return y.map((value, index) => {
    if (!Number.isFinite(value)) return value;
    const kept = Number.isNaN(before) ? 0 : exact.exp(((x[index] - before) / unit) * logWeight);
    before = x[index];
    sum = sum * kept + value;
    weights = weights * kept + 1;
    return sum / weights;
  });
}

function checkWeight(weight: number): void {
  if (!(weight >= 0 && weight < 1)) {
    throw new RangeError(`the smoothing weight is ${weight}, expected 0 to below 1`);
  }
}

function medianDistance(x: Float64Array): number {
  const distances = x.slice(1).map((value, index) => value - x[index]);
  return distances.sort()[distances.length >> 1];
}
