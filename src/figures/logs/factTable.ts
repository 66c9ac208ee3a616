import { type Fact, type Facts, parseFact } from "../../facts/fact.js";
import { readTable, tableRows } from "../../tables/database/readTable.js";
import { own } from "../../util/own.js";
import { UserError } from "../../util/userError.js";

/**
 * Facts by run out of a table whose column `run` or `name` says which.
 *
 * @throws {UserError} when there is no such table, or none of its columns names runs
 */
export async function factTable(path: string): Promise<ReadonlyMap<string, Facts>> {
  const rows = tableRows(await readTable(path));
  const key = ["run", "name"].find(
    (column) => rows[0] !== undefined && Object.hasOwn(rows[0], column),
  );
  if (key === undefined) {
    throw new UserError(`${path}: expected a column "run" with the names of the runs.`);
  }
  return new Map(
    rows.map((row) => {
      const entries = Object.entries(row).filter(([column]) => column !== key);
      const name = own(row, key);
      const run = typeof name === "string" || typeof name === "number" ? String(name) : "";
      return [run, Object.fromEntries(entries.flatMap(factCell))];
    }),
  );
}

function factCell([name, value]: [string, unknown]): [string, Fact][] {
  if (typeof value === "number" || typeof value === "boolean") return [[name, value]];
  return typeof value === "string" && value !== "" ? [[name, parseFact(value)]] : [];
}
