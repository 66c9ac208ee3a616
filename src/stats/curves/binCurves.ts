import type { Curve } from "./curve.js";

/**
 * Replaces each curve's values by their means in equal bins over the x of all curves: what a figure can still show of long
 * runs. A bin in which a curve has no value gives none; one with a NaN is NaN, so that a divergence stays visible.
 *
 * @param count number of bins
 * @returns curves at the middles of the bins
 */
export function binCurves(curves: readonly Curve[], count: number): Curve[] {
  let first = Infinity;
  let last = -Infinity;
  for (const { x } of curves) {
    if (x.length === 0) continue;
    first = Math.min(first, x[0]);
    last = Math.max(last, x[x.length - 1]);
  }
  const width = (last - first) / count;
  const binOf = (x: number) =>
    width > 0 ? Math.min(count - 1, Math.floor((x - first) / width)) : 0;
  return curves.map((curve) => binOne(curve, binOf, (bin) => first + (bin + 0.5) * width));
}

function binOne(
  { x, y }: Curve,
  binOf: (x: number) => number,
  middleOf: (bin: number) => number,
): Curve {
  const middles: number[] = [];
  const means: number[] = [];
  let start = 0;
  while (start < x.length) {
    const bin = binOf(x[start]);
    let sum = 0;
    let end = start;
    while (end < x.length && binOf(x[end]) === bin) sum += y[end++];
    middles.push(middleOf(bin));
    means.push(sum / (end - start));
    start = end;
  }
  return { x: Float64Array.from(middles), y: Float64Array.from(means) };
}
