import { largest, smallest } from "../../util/lists/longLists.js";

/** The fields of TensorFlow's HistogramProto: bucket `i` counts the values below `bucketLimit[i]`. */
export interface HistogramSummary {
  readonly min: number;
  readonly max: number;
  readonly num: number;
  readonly sum: number;
  readonly sumSquares: number;
  readonly bucketLimit: readonly number[];
  readonly bucket: readonly number[];
}

/**
 * The edges of TensorFlow's and tensorboardX's default buckets: 0, and from ±1e-12 to ±1e20 in steps
 * of 10 %.
 */
const edges: readonly number[] = (() => {
  const positive: number[] = [];
  for (let edge = 1e-12; edge < 1e20; edge *= 1.1) positive.push(edge);
  return [...positive.map((edge) => -edge).reverse(), 0, ...positive];
})();

/**
 * Counts values into TensorFlow's default buckets. Empty buckets at both ends are left out but for one
 * below the smallest value, which gives the first bucket its lower limit. Values beyond ±1e20 are in
 * no bucket.
 *
 * @param values at least one number; none of them NaN
 */
export function summariseHistogram(values: ArrayLike<number>): HistogramSummary {
  const counts = new Map<number, number>();
  let [min, max, sum, sumSquares] = [Infinity, -Infinity, 0, 0];
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
    sumSquares += value * value;
    const bucket = bucketOf(value);
    if (bucket !== undefined) counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  }
  const bucketLimit: number[] = [];
  const bucket: number[] = [];
  if (counts.size > 0) {
    const first = smallest(counts.keys());
    const last = largest(counts.keys());
    for (let index = first; index <= last + 1; index++) {
      bucketLimit.push(edges[index]);
      bucket.push(counts.get(index - 1) ?? 0);
    }
  }
  return { min, max, num: values.length, sum, sumSquares, bucketLimit, bucket };
}

/** The index of the last edge that is not above the value; the topmost edge belongs to its bucket. */
function bucketOf(value: number): number | undefined {
  const top = edges.length - 1;
  if (!(value >= edges[0] && value <= edges[top])) return undefined;
  let low = 0;
  let high = top;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (edges[middle] <= value) low = middle;
    else high = middle;
  }
  return low;
}
