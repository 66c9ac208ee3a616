import { latexTabular, packagesOf } from "../../tables/latexTable.js";
import { markdownRows } from "../../tables/markdownTable.js";
import type { PeopleRows } from "../../tables/peopleTable.js";
import { textTable } from "./textTable.js";

export type TableLayout = "text" | "markdown" | "latex";

/** Rows for people on a terminal, or for a document that has caption and label itself. */
export function layoutRows(layout: TableLayout, table: PeopleRows): string {
  switch (layout) {
    case "text": {
      const rows = table.rows.map((row) => row.map(({ text }) => text));
      return textTable([table.header, ...rows], table.numbers);
    }
    case "markdown":
      return markdownRows(table);
    case "latex":
      return `% needs \\usepackage{${packagesOf(table)}}\n${latexTabular(table).replace(/^ {2}/gm, "    ")}`;
  }
}

/**
 * A table of texts for people.
 *
 * @param right indices of the columns that are aligned on the right
 */
export function layoutTable(
  layout: TableLayout,
  header: readonly string[],
  rows: readonly (readonly string[])[],
  right: ReadonlySet<number>,
): string {
  const cells = rows.map((row) => row.map((text) => ({ text })));
  return layoutRows(layout, { header, rows: cells, numbers: right });
}
