import { readTable, tableRows } from "../../tables/database/readTable.js";
import { atField } from "../lookups/index.js";
import type { Source } from "./source.js";

/** A table that a lookup lists under `data`, as it stands. */
export function tableSource(name: string, path: string): Source {
  return {
    name,
    about: "any table that the lookup lists under `data`, as it stands",
    load: async ({ figure: { lookup } }) => {
      const table = await atField(lookup, `data.${name}.table`, () => readTable(path));
      return { rows: tableRows(table), tables: { [`_${name}`]: table } };
    },
  };
}
