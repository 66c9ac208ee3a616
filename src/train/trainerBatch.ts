import { copyColumns } from "./backends/javascriptEngine.js";
import type { PlacedNoise } from "./modules/createLayer.js";
import type { TorchGenerator } from "./random/torchGenerator.js";
import type { SingleLayerTask } from "./tasks/singleLayerTask.js";

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
