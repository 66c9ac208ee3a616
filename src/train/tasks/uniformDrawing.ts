import type { Drawing, DrawingArray } from "../../compute/backends/program.js";
import { NumpyRandomState } from "../../compute/random/numpyRandomState.js";
import type { RunSettings } from "../../experiments/settings/runSettings.js";
import type { BatchPlan } from "./batchPlan.js";
import { drawInWasm } from "./inWasm/drawInWasm.js";
import { pairwiseBlock } from "./pairwiseSum.js";
import type { SingleLayerTask } from "./singleLayerTask.js";

/** How compiled code draws a task's batches; null if it cannot: other distributions. */
export function planDrawing(
  settings: RunSettings,
  { inputSize, subsets }: SingleLayerTask,
): BatchPlan | null {
  const { interpolationRange, sampleDistribution, operation, batchSize, precision } = settings;
  const canSum = subsets.every(([start, end]) => end - start <= pairwiseBlock);
  if (precision === 64 || sampleDistribution.family !== "uniform" || !canSum) return null;
  const [[firstColumn]] = subsets;
  return {
    rows: batchSize,
    inputs: inputSize,
    subsets: subsets.map(([start, end]) => [start - firstColumn, end - firstColumn]),
    operation,
    placement: interpolationRange.intervals.length === 1 ? "one" : interpolationRange.placement,
  };
}

export function drawingOf(plan: BatchPlan): Drawing {
  return { wasm: drawInWasm(plan) };
}

/** What the drawing of one run starts from: `intervals`, `first column`, `words` and `position`. */
export function drawingStart(
  { interpolationRange }: RunSettings,
  { subsets, trainingSeed }: SingleLayerTask,
): Readonly<Record<string, DrawingArray>> {
  const { words, position } = new NumpyRandomState(trainingSeed).snapshot();
  const intervals = interpolationRange.intervals.flatMap(([low, high]) => [low, high - low]);
  const [[firstColumn]] = subsets;
  return {
    intervals: Float64Array.from(intervals),
    "first column": Int32Array.of(8 * firstColumn),
    words,
    position: Int32Array.of(position),
  };
}
