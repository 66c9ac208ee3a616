import type { RunMetric, RunRows } from "../../stats/runRows.js";

const metrics: readonly RunMetric[] = ["interpolation", "extrapolation", "sparsity"];

/** Gathers the rows of one run as they come out of a table. */
export class RunRowsBuilder {
  private length = 0;
  /** Step, interpolation, extrapolation and sparsity error. */
  private columns = Array.from({ length: 4 }, () => new Float64Array(64));
  /** Whether a row has the metric, be it NaN. */
  private logged = metrics.map(() => new Uint8Array(64));

  constructor(readonly name: string) {}

  /** Adds a row of some columns; a column that is not there, or null in it, is NaN and not logged. */
  add(values: readonly (readonly (number | null)[])[], row: number): void {
    if (this.length === this.columns[0].length) this.grow();
    this.columns.forEach((column, index) => {
      const value = values[index]?.[row] ?? null;
      column[this.length] = value ?? NaN;
      if (index > 0) this.logged[index - 1][this.length] = Number(value !== null);
    });
    this.length++;
  }

  rows(): RunRows {
    const { name, length } = this;
    const [step, interpolationError, extrapolationError, sparsityError] = this.columns.map(
      (column) => column.slice(0, length),
    );
    const [interpolation, extrapolation, sparsity] = this.logged.map((flags) =>
      flags.slice(0, length),
    );
    return {
      ...{ name, step, interpolationError, extrapolationError, sparsityError },
      logged: { interpolation, extrapolation, sparsity },
    };
  }

  private grow(): void {
    this.columns = this.columns.map((column) => enlarged(column, Float64Array));
    this.logged = this.logged.map((flags) => enlarged(flags, Uint8Array));
  }
}

function enlarged<T extends Float64Array | Uint8Array>(
  values: T,
  type: new (length: number) => T,
): T {
  const larger = new type(2 * values.length);
  larger.set(values);
  return larger;
}
