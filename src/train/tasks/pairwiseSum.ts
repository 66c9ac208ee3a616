/** Below this many numbers NumPy adds one after the other. */
export const pairwiseWidth = 8;
/** Up to this many numbers NumPy adds in eight interleaved partial sums; more are halved. */
export const pairwiseBlock = 128;

/**
 * The sum of `values[start]` … `values[end - 1]` in NumPy's order of additions (`numpy.sum` along a
 * contiguous axis), so that the last bit is NumPy's too.
 */
export function pairwiseSum(values: Float64Array, start: number, end: number): number {
  const count = end - start;
  if (count > pairwiseBlock) {
    const half = Math.floor(count / 2);
    const cut = start + half - (half % pairwiseWidth);
    return pairwiseSum(values, start, cut) + pairwiseSum(values, cut, end);
  }
  if (count < pairwiseWidth) {
    let sum = 0;
    for (let i = start; i < end; i++) sum += values[i];
    return sum;
  }
  const partial = values.slice(start, start + pairwiseWidth);
  const whole = start + count - (count % pairwiseWidth);
  for (let i = start + pairwiseWidth; i < whole; i += pairwiseWidth) {
    for (let lane = 0; lane < pairwiseWidth; lane++) partial[lane] += values[i + lane];
  }
  const [a, b, c, d, e, f, g, h] = partial;
  let sum = a + b + (c + d) + (e + f + (g + h));
  for (let i = whole; i < end; i++) sum += values[i];
  return sum;
}
