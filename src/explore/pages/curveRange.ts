import { lowerBound } from "../curves/drawnCurve.js";
import type { DrawnCurve } from "../curves/protocol.js";

interface RangeView {
  readonly isLog: boolean;
  readonly ignoresOutliers: boolean;
}

/** Index of the x that is nearest; -1 when there is none. */
export function nearestPlace(x: Float64Array, at: number): number {
  const place = lowerBound(x, at);
  if (place === x.length) return x.length - 1;
  return place > 0 && at - x[place - 1] < x[place] - at ? place - 1 : place;
}

/** What the axes have to hold. */
export function rangeOf(curves: readonly DrawnCurve[], { isLog, ignoresOutliers }: RangeView) {
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
  const all: number[] = [];
  for (const { x, y } of curves) {
    if (x.length > 0) {
      left = Math.min(left, x[0]);
      right = Math.max(right, x[x.length - 1]);
    }
    for (const value of y) {
      if (!Number.isFinite(value) || (isLog && value <= 0)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
      if (ignoresOutliers) all.push(value);
    }
  }
  if (ignoresOutliers && all.length > 20) {
    all.sort((a, b) => a - b);
    low = all[Math.floor(0.05 * all.length)];
    high = all[Math.ceil(0.95 * all.length) - 1];
  }
  if (left > right) [left, right] = [0, 1];
  if (low > high) [low, high] = isLog ? [0.1, 1] : [0, 1];
  if (left === right) [left, right] = [left - 0.5, right + 0.5];
  const margin = (high - low) * 0.05 || Math.abs(high) * 0.05 || 0.5;
  const y = isLog ? [low / 1.2, high * 1.2] : [low - margin, high + margin];
  return { x: [left, right] as [number, number], y: y as [number, number] };
}
