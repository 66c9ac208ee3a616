import type { Table } from "../../tables/table.js";
import { UserError } from "../../util/userError.js";
import { installed } from "./installed.js";
import { rowsOf } from "./rowsOf.js";

/** Rows of a table, or columns of one. */
type Rows = Table | { readonly rows: readonly object[] };

/**
 * A table as a DataFrame of danfo.js. The package `danfojs` (or `danfojs-node`) is none of this program's: it is
 * loaded from the project that asks for it.
 *
 * @throws {UserError} when it is not installed
 */
export async function toDanfo(table: Rows): Promise<unknown> {
  for (const name of ["danfojs-node", "danfojs"]) {
    const loaded = (await installed(name)) as (Danfo & { default?: Danfo }) | undefined;
    const DataFrame = loaded?.DataFrame ?? loaded?.default?.DataFrame;
    if (DataFrame !== undefined) return new DataFrame(isTable(table) ? rowsOf(table) : table.rows);
  }
  throw new UserError(
    'danfo.js is not installed: npm install danfojs, with "overrides": { "xlsx": "npm:xlsx@0.18.5" } in package.json.',
  );
}

const isTable = (table: Rows): table is Table => typeof table.rows === "number";

interface Danfo {
  readonly DataFrame?: new (rows: readonly object[]) => unknown;
}
