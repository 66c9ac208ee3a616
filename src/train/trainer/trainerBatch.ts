import type { Columns } from "../../compute/backends/program.js";
import type { TorchGenerator } from "../../compute/random/torchGenerator.js";
import type { PlacedNoise } from "../modules/parts/createLayer.js";

/** Writes training batches with their noise, column after column. */
export function createBatchWriter(
  nextBatch: (columns: Columns) => void,
  { rows, inputs }: { readonly rows: number; readonly inputs: number },
  noises: readonly PlacedNoise[],
  generator: TorchGenerator,
): (columns: Columns) => void {
  return (columns) => {
    nextBatch(columns);
    for (const noise of noises) {
      const { bounds } = noise;
      const [low, high] =
        typeof bounds === "function" ? bounds(columns.subarray(0, rows * inputs)) : bounds;
      const drawnRows = noise.perSample === false ? 1 : rows;
      const drawn = generator.uniform(low, high, drawnRows * noise.columns);
      for (let column = 0; column < noise.columns; column++) {
        const start = (noise.firstColumn + column) * rows;
        for (let row = 0; row < rows; row++) {
          columns[start + row] = drawn[(drawnRows === 1 ? 0 : row * noise.columns) + column];
        }
      }
    }
  };
}
