import type { Column } from "./table.js";

/** Makers of the columns of a table with a row per element. */
export interface ColumnMakers<Row> {
  readonly text: (name: string, value: (row: Row) => string | null) => Column;
  /** Numbers in double precision; null, undefined and NaN are missing. */
  readonly number: (name: string, value: (row: Row) => number | null | undefined) => Column;
  /** Whole numbers. */
  readonly count: (name: string, value: (row: Row) => number) => Column;
  readonly boolean: (name: string, value: (row: Row) => boolean | null) => Column;
}

/** Makes columns of values that are read off the rows. */
export function columnsOf<Row>(rows: readonly Row[]): ColumnMakers<Row> {
  return {
    text: (name, value) => ({ name, type: "text", values: rows.map(value) }),
    number: (name, value) => ({
      name,
      type: "double",
      values: rows.map((row) => value(row) ?? NaN),
    }),
    count: (name, value) => ({ name, type: "integer", values: rows.map(value) }),
    boolean: (name, value) => ({ name, type: "boolean", values: rows.map(value) }),
  };
}
