import { compileJavascriptKernel } from "../../compute/backends/javascriptKernel.js";
import type { Optimizer } from "../../compute/graph/optimizers.js";
import { createUpdate, updateColumns, type Bound } from "../../compute/graph/update.js";
import type { Accumulator } from "./accumulator.js";

export const noNumbers = new Float64Array(0);

/** The numbers of a cell and its optimiser, in single precision as PyTorch's. */
export class Cell {
  private readonly columns: Float64Array;
  private readonly count: number;
  private readonly moves: ReturnType<typeof compileJavascriptKernel>;
  private readonly broken = new Float64Array(1);

  constructor(
    { parameters }: Accumulator,
    private readonly optimizer: Optimizer,
  ) {
    this.count = parameters.reduce((sum, { count }) => sum + count, 0);
    const bounds = parameters.flatMap(({ offset, count, clamp }): Bound[] =>
      clamp ? [{ offset, count, low: clamp[0], high: clamp[1] }] : [],
    );
    const { kernel, initial } = createUpdate(this.count, { optimizer, clipNorm: null, bounds });
    this.moves = compileJavascriptKernel(
      kernel,
      optimizer.scalars.map(({ name }) => name),
      32,
    );
    this.columns = new Float64Array(this.count * (1 + initial.length));
    initial.forEach((values, index) => this.columns.set(values, this.count * (index + 1)));
  }

  column(index: number): Float64Array {
    return this.columns.subarray(index * this.count, (index + 1) * this.count);
  }

  /** @returns whether all parameters are numbers afterwards */
  update(step: number): boolean {
    this.moves({
      parameters: this.column(updateColumns.parameters),
      scalars: Float64Array.from(this.optimizer.scalars, (scalar) => scalar.at(step)),
      batch: this.columns,
      results: this.broken,
      gradients: this.column(updateColumns.gradients),
    });
    return this.broken[0] === 0;
  }
}
