import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Table } from "../../tables/table.js";
import { UserError } from "../../util/userError.js";
import { rowsOf } from "./dataTable.js";

/** Rows of a table, or columns of one. */
type Rows = Table | { readonly rows: readonly object[] };

/**
 * A table as a DataFrame of danfo.js. The package `danfojs` (or `danfojs-node`) is none of this program's: it is
 * loaded from the project that asks for it.
 *
 * @throws {UserError} when it is not installed
 */
export async function toDanfo(table: Rows): Promise<unknown> {
  const { resolve } = createRequire(join(process.cwd(), "notebook.js"));
  for (const name of ["danfojs-node", "danfojs"]) {
    let path: string;
    try {
      path = resolve(name);
    } catch {
      continue;
    }
    const loaded = (await import(pathToFileURL(path).href)) as Danfo & { default?: Danfo };
    const DataFrame = loaded.DataFrame ?? loaded.default?.DataFrame;
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
