import { columnsOf } from "../../tables/columns.js";
import type { Table } from "../../tables/table.js";
import type { FigureChanges } from "./changes.js";

interface ChangeRow {
  readonly figure: string;
  readonly file: string | null;
  /** `value`, `row`, `column`, `order`, `text`, `key` or `input`. */
  readonly kind: string;
  readonly place: string | null;
  readonly column: string | null;
  readonly old: string | null;
  readonly now: string | null;
  readonly difference: number | null;
  readonly widths: number | null;
}

/** Every change of every figure, a row each: what the tables of a report's pages may leave out. */
export function changesTable(figures: readonly FigureChanges[]): Table {
  const rows = figures.flatMap(rowsOf);
  const { text, number } = columnsOf(rows);
  return {
    rows: rows.length,
    columns: [
      text("figure", ({ figure }) => figure),
      text("file", ({ file }) => file),
      text("kind", ({ kind }) => kind),
      text("place", ({ place }) => place),
      text("column", ({ column }) => column),
      text("old", ({ old }) => old),
      text("new", ({ now }) => now),
      number("difference", ({ difference }) => difference),
      number("interval.widths", ({ widths }) => widths),
    ],
  };
}

function rowsOf({ key, changedInputs, tables, texts }: FigureChanges): ChangeRow[] {
  const row = (file: string | null, kind: string, rest: Partial<ChangeRow>): ChangeRow => ({
    ...{ figure: key, file, kind, place: null, column: null, old: null, now: null },
    ...{ difference: null, widths: null },
    ...rest,
  });
  return [
    ...changedInputs.map((change) => row(null, "input", change)),
    ...tables.flatMap(({ name, changes }) => [
      ...changes.cells.map((cell) => row(name, "value", cell)),
      ...changes.newRows.map((place) => row(name, "row", { place, now: "new" })),
      ...changes.goneRows.map((place) => row(name, "row", { place, old: "gone" })),
      ...changes.newColumns.map((column) => row(name, "column", { column, now: "new" })),
      ...changes.goneColumns.map((column) => row(name, "column", { column, old: "gone" })),
      ...(changes.isReordered ? [row(name, "order", {})] : []),
    ]),
    ...texts.flatMap(({ name, changes }) =>
      changes.map((change) =>
        change.place === ""
          ? row(name, "text", { ...change, place: null })
          : row(name, "key", change),
      ),
    ),
  ];
}
