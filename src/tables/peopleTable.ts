import { htmlTable } from "./htmlTable.js";
import { latexTable } from "./latexTable.js";
import { markdownTable } from "./markdownTable.js";
import type { PeopleTable } from "./peopleRows.js";

export type { PeopleCell, PeopleRows, PeopleTable } from "./peopleRows.js";

const layouts = { tex: latexTable, md: markdownTable, "table.html": htmlTable } as const;

/** Formats of tables for people, by the ending of their files. */
export const tableFormats = ["tex", "md", "table.html"] as const satisfies (keyof typeof layouts)[];
export type TableFormat = (typeof tableFormats)[number];

/** A table as the content of a file: it stands alone, or goes into a document as it is. */
export function layoutPeopleTable(table: PeopleTable, format: TableFormat): string {
  return layouts[format](table);
}
