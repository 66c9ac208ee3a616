import type { ColumnType, Missing } from "../../tables/table.js";

/** The columns that every table of general logs has: no tag can be one of them. */
export const stepColumn = Symbol("step");
export const wallTimeColumn = Symbol("wall_time");

/** What a column is known by: a tag as it was logged, a name of the papers' layout, or one of the above. */
export type ColumnKey = string | symbol;

/** Numbers of one column, one per row. */
export interface NumberColumn {
  readonly values: Float64Array;
  readonly missing?: Missing;
}

/** Some or all rows of one run: all columns have `rows` elements. */
export interface ExportedRun {
  readonly name: string;
  readonly rows: number;
  readonly columns: ReadonlyMap<ColumnKey, NumberColumn>;
}

/** The rows of one run for a table of several. */
export interface RunToJoin {
  readonly name: string;
  readonly rows: number;
  /** Types of its columns, in order. */
  readonly columns: ReadonlyMap<ColumnKey, ColumnType>;
  /** Bytes that its rows take when they are held. */
  readonly bytes: number;
  /** The rows, piece by piece. */
  readonly pieces: () => Iterable<ExportedRun>;
}
