import type { NumberRange } from "../../../experiments/values/numberRange.js";
import type { NoiseDefinition } from "./moduleDefinition.js";

/** Noise of these bounds, whatever the batch. */
export function fixedBounds(low: number, high: number): NoiseDefinition["bounds"] {
  return [low, high];
}

/** The bounds of `--noise-range`; [1, 0] means 1 to 1 + 1 / std(x). */
export function boundsOfRange({
  intervals: [[low, high]],
}: NumberRange): NoiseDefinition["bounds"] {
  if (low === 1 && high === 0) return (batch) => [1, 1 + 1 / Math.sqrt(unbiasedVariance(batch))];
  return fixedBounds(low, high);
}

/** -1 / Var(x) to 1 / Var(x). */
export const inverseVarianceBounds: NoiseDefinition["bounds"] = (batch) => {
  const bound = 1 / unbiasedVariance(batch);
  return [-bound, bound];
};

function unbiasedVariance(values: ArrayLike<number>): number {
  const all = Array.from(values);
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  return all.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (all.length - 1);
}
