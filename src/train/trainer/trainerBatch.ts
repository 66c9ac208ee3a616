import { copyColumns } from "../../compute/backends/javascriptEngine.js";
import { canSumSubsets } from "../../compute/backends/wasm/batchFunction.js";
import type { DrawingStart } from "../../compute/backends/wasm/wasmEngine.js";
import type { PlacedNoise } from "../modules/createLayer.js";
import { NumpyRandomState } from "../../compute/random/numpyRandomState.js";
import type { TorchGenerator } from "../../compute/random/torchGenerator.js";
import type { RunSettings } from "../../experiments/settings/runSettings.js";
import type { SingleLayerTask } from "../tasks/singleLayerTask.js";

/** Writes training batches with their noise, column after column. */
export function createBatchWriter(
  task: SingleLayerTask,
  noises: readonly PlacedNoise[],
  generator: TorchGenerator,
): (columns: Float32Array | Float64Array) => void {
  return (columns) => {
    const batch = task.nextBatch();
    copyColumns(batch, 0, batch.rows, columns);
    for (const noise of noises) {
      const inputs = columns.subarray(0, batch.inputs.length);
      const [low, high] = noise.bounds(inputs);
      const rows = noise.perSample === false ? 1 : batch.rows;
      const drawn = generator.uniform(low, high, rows * noise.columns);
      for (let column = 0; column < noise.columns; column++) {
        const start = (noise.firstColumn + column) * batch.rows;
        for (let row = 0; row < batch.rows; row++) {
          columns[start + row] = drawn[(rows === 1 ? 0 : row * noise.columns) + column];
        }
      }
    }
  };
}

/** How compiled code draws the same batches; null if it cannot: noise and other distributions. */
export function describeDrawing(
  settings: RunSettings,
  { inputSize, subsets, trainingSeed }: SingleLayerTask,
  hasNoise: boolean,
): DrawingStart | null {
  const { interpolationRange, sampleDistribution, operation, batchSize } = settings;
  if (hasNoise || sampleDistribution.family !== "uniform" || !canSumSubsets(subsets)) return null;
  const [[firstColumn]] = subsets;
  return {
    plan: {
      rows: batchSize,
      inputs: inputSize,
      subsets: subsets.map(([start, end]) => [start - firstColumn, end - firstColumn]),
      operation,
      placement: interpolationRange.intervals.length === 1 ? "one" : interpolationRange.placement,
    },
    intervals: interpolationRange.intervals,
    firstColumn,
    generator: new NumpyRandomState(trainingSeed).snapshot(),
  };
}
