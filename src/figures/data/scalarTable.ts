import { longTable } from "../../exports/rows/longTable.js";
import type { Table } from "../../tables/table.js";
import type { SeriesRuns } from "./alignScalars.js";

/** Scalars as they were logged: a row per value with the columns `model`, `name`, `tag`, `step`, `wall.time` and `value`. */
export function scalarTable(series: readonly SeriesRuns[]): Table {
  const models = series.flatMap(({ label, runs }) => {
    const logged = runs.flatMap((run) => [...run.scalars.values()]);
    const rows = logged.reduce((sum, { length }) => sum + length, 0);
    return new Array<string>(rows).fill(label);
  });
  const table = longTable(series.flatMap(({ runs }) => runs));
  return { ...table, columns: [{ name: "model", type: "text", values: models }, ...table.columns] };
}
