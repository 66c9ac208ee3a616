import type { Drawing, DrawingArray } from "../../compute/backends/program.js";
import { NumpyRandomState } from "../../compute/random/numpyRandomState.js";
import type { RunSettings } from "../../experiments/settings/runSettings.js";
import type { ArithmeticData } from "./arithmeticData.js";
import type { BatchPlan } from "./batchPlan.js";
import { drawInPtx } from "./inPtx/drawInPtx.js";
import { drawInWasm } from "./inWasm/drawInWasm.js";
import { inputsOf, layOutSubsets } from "./subsets.js";

/** How compiled code draws a task's batches; undefined if it cannot: other distributions. */
export function planDrawing(settings: RunSettings): Drawing | undefined {
  const { interpolationRange, sampleDistribution, operation, batchSize, precision } = settings;
  const subsets = layOutSubsets(settings);
  if (precision === 64 || sampleDistribution.family !== "uniform") return undefined;
  const plan: BatchPlan = {
    rows: batchSize,
    inputs: inputsOf(settings),
    subsets,
    placement: interpolationRange.intervals.length === 1 ? "one" : interpolationRange.placement,
  };
  return {
    key: JSON.stringify(plan),
    target: operation,
    wasm: drawInWasm(plan, operation),
    cuda: drawInPtx(plan, operation),
  };
}

/** What the drawing of one run starts from: `intervals`, `first column`, `words` and `position`. */
export function drawingStart(
  { interpolationRange }: RunSettings,
  { subsets, trainingSeed }: ArithmeticData,
): Readonly<Record<string, DrawingArray>> {
  const { words, position } = new NumpyRandomState(trainingSeed).snapshot();
  // Compiled code goes on behind the last word.
  if (position !== words.length) throw new RangeError(`The generator begins at word ${position}`);
  const intervals = interpolationRange.intervals.flatMap(([low, high]) => [low, high - low]);
  const [[firstColumn]] = subsets;
  return {
    intervals: Float64Array.from(intervals),
    "first column": Int32Array.of(8 * firstColumn),
    words,
    position: Int32Array.of(position),
  };
}
