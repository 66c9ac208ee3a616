import { longTable } from "../../exports/rows/longTable.js";
import type { Table } from "../../tables/table.js";
import type { ResolvedData } from "../resolve/resolvedFigure.js";
import { scalarRuns } from "./scalarRuns.js";

/**
 * The scalars of a lookup's series as they were logged: a row per value with the columns `model`,
 * `name`, `tag`, `step`, `wall.time` and `value`.
 *
 * @throws {UserError} as `scalarRuns` does
 */
export async function loadScalars(
  { lookup, series }: ResolvedData,
  warn: (message: string) => void,
): Promise<Table> {
  const models: string[] = [];
  const all = [];
  for (const one of series) {
    const runs = await scalarRuns(one, lookup, warn);
    const rows = runs.flatMap((run) => [...run.scalars.values()]);
    const count = rows.reduce((sum, { length }) => sum + length, 0);
    for (let row = 0; row < count; row++) models.push(one.label);
    all.push(...runs);
  }
  const table = longTable(all);
  return { ...table, columns: [{ name: "model", type: "text", values: models }, ...table.columns] };
}
