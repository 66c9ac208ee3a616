import type { Columns } from "../../compute/backends/program.js";
import type { TorchGenerator } from "../../compute/random/torchGenerator.js";
import type { PlacedNoise } from "../modules/createLayer.js";
import { dataSetOf, type SingleLayerTask } from "../tasks/singleLayerTask.js";

/** Writes training batches with their noise, column after column. */
export function createBatchWriter(
  task: SingleLayerTask,
  noises: readonly PlacedNoise[],
  generator: TorchGenerator,
): (columns: Columns) => void {
  return (columns) => {
    const batch = task.nextBatch();
    dataSetOf(batch).copyColumns(0, batch.rows, columns);
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
