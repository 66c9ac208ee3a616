/** Arithmetic mean. NaN of no values. */
export function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  const mean = sum / values.length;
  // A second pass takes away the rounding of the first, so that equal values have exactly their own value as mean.
  let rest = 0;
  for (let i = 0; i < values.length; i++) rest += values[i] - mean;
  return mean + rest / values.length;
}

/** Sample variance (divisor n - 1). NaN of fewer than two values. */
export function varianceOf(values: readonly number[]): number {
  const mean = meanOf(values);
  let sum = 0;
  for (const value of values) sum += (value - mean) * (value - mean);
  return values.length < 2 ? NaN : sum / (values.length - 1);
}

/** Middle value, or the mean of the two middle ones. NaN of no values. */
export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
