import { computeFigure } from "../../../figures/numbers/computeFigure.js";
import { outcomeTable, summaryTable } from "../../../figures/numbers/resultTables.js";
import { findLookup, readLookups } from "../../../figures/lookups/readLookups.js";
import { resolveData } from "../../../figures/resolve/resolveFigure.js";
import type { FigureNumbers } from "../../../figures/numbers/computeFigure.js";
import type { Table } from "../../../tables/table.js";
import { streamOf } from "../../../tables/tableStream.js";
import type { Relation } from "./relation.js";

const ofFigure = (
  name: string,
  about: string,
  tableOf: (numbers: FigureNumbers) => Table,
): Relation => ({
  name,
  of: "lookup key",
  about,
  open: async (key, { offer, folders, warn }) => {
    const lookup = findLookup(await readLookups(folders.lookups), key);
    const numbers = await computeFigure(await resolveData(lookup, folders), { warn });
    return { sql: await offer(streamOf(withoutDots(tableOf(numbers)))) };
  },
});

/** Names that need no quotes in SQL: `mean.value` is `mean_value`. */
const withoutDots = ({ rows, columns }: Table): Table => ({
  rows,
  columns: columns.map((column) => ({ ...column, name: column.name.replaceAll(".", "_") })),
});

export const outcomes = ofFigure(
  "outcomes",
  "one row for each run of a figure: name, parameter, threshold, solved, model, operation, seed, …",
  ({ outcomes }) => outcomeTable(outcomes, "full"),
);
export const summary = ofFigure(
  "summary",
  "one row for each model, parameter and quantity of a figure: mean_value, lower_value, upper_value, n, …",
  ({ summary }) => summaryTable(summary, "full"),
);
