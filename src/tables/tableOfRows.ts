import { own } from "../util/own.js";
import { inferColumn } from "./inferColumn.js";
import type { Table } from "./table.js";

/** Objects as a table: a column for each key, in order of first appearance. */
export function tableOfRows(rows: readonly Readonly<Record<string, unknown>>[]): Table {
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  return {
    rows: rows.length,
    columns: [...names].map((name) =>
      inferColumn(
        name,
        rows.map((row) => own(row, name) ?? null),
      ),
    ),
  };
}
