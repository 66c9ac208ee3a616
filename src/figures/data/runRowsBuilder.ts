import type { RunRows } from "../../stats/runRows.js";
import type { PlacedMetric } from "./metricColumns.js";

/** Gathers the rows of one run as they come out of a table. */
export class RunRowsBuilder {
  private length = 0;
  /** Step, interpolation error, extrapolation errors and sparsity error. */
  private columns: Float64Array[];
  /** Whether a row has the metric, be it NaN. */
  private logged: Uint8Array[];

  /** @param places the extrapolation errors */
  constructor(
    readonly name: string,
    private readonly places: readonly PlacedMetric[],
  ) {
    this.columns = Array.from({ length: 3 + places.length }, () => new Float64Array(64));
    this.logged = this.columns.slice(1).map(() => new Uint8Array(64));
  }

  /** Adds some rows of some columns; a column that is not there, or null in it, is NaN and not logged. */
  add(values: readonly (readonly (number | null)[])[], from: number, to: number): void {
    const length = this.length + to - from;
    while (length > this.columns[0].length) this.grow();
    for (const [index, column] of this.columns.entries()) {
      const given = values.at(index);
      const logged = index > 0 ? this.logged[index - 1] : undefined;
      for (let row = from, at = this.length; row < to; row++, at++) {
        const value = given === undefined ? null : given[row];
        column[at] = value ?? NaN;
        if (logged !== undefined) logged[at] = value === null ? 0 : 1;
      }
    }
    this.length = length;
  }

  /** The rows, once for each extrapolation error. */
  rows(): RunRows[] {
    const { name, length, places } = this;
    const columns = this.columns.map((column) => column.slice(0, length));
    const flags = this.logged.map((column) => column.slice(0, length));
    const [step, interpolationError] = columns;
    const [interpolation] = flags;
    return places.map(({ at }, index) => ({
      ...{ name, step, interpolationError },
      ...(at && { at }),
      extrapolationError: columns[2 + index],
      sparsityError: columns[2 + places.length],
      logged: {
        interpolation,
        extrapolation: flags[1 + index],
        sparsity: flags[1 + places.length],
      },
    }));
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
