import { matchTags } from "../../util/matchTags.js";
import type { Table } from "../../tables/table.js";
import { longTable } from "../../exports/rows/longTable.js";
import { UserError } from "../../util/userError.js";
import type { ResolvedData } from "../resolve/resolvedFigure.js";
import { readSource, runsSource } from "./readSource.js";

/**
 * The scalars of a lookup's series as they were logged: a row per value with the columns `model`,
 * `name`, `tag`, `step`, `wall.time` and `value`.
 *
 * @throws {UserError} when a series is a table, or none of its runs logged a tag that is asked for
 */
export async function loadScalars(
  { lookup, series }: ResolvedData,
  warn: (message: string) => void,
): Promise<Table> {
  const scalars = matchTags(lookup.tags);
  const models: string[] = [];
  const runs = [];
  for (const one of series) {
    const source = runsSource(one, lookup, "scalars");
    const { path } = source;
    const before = runs.length;
    for await (const run of readSource(source, { scalars }, warn)) {
      if (run.scalars.size > 0) runs.push(run);
    }
    const rows = runs.slice(before).flatMap((run) => [...run.scalars.values()]);
    const count = rows.reduce((sum, { length }) => sum + length, 0);
    if (count === 0) {
      throw new UserError(
        `${lookup.origin}: no run in ${path} logged a scalar that matches ${lookup.tags.join(", ")}.\n` +
          `See what there is with: figures export "${path}" --tags "*" --long`,
      );
    }
    for (let row = 0; row < count; row++) models.push(one.label);
  }
  const table = longTable(runs);
  return { ...table, columns: [{ name: "model", type: "text", values: models }, ...table.columns] };
}
