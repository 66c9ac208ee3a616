import { openTable } from "../../../tables/database/tableSource.js";
import { readTable } from "../../../tables/database/readTable.js";
import { streamOf } from "../../../tables/tableStream.js";
import type { Relation } from "./relation.js";

export const tableFile: Relation = {
  name: "read_table",
  of: "file",
  about: "the rows of a CSV or Parquet file; FROM 'runs.csv' is the same",
  open: async (path, { offer }) => {
    const { dialect } = await openTable(path);
    if (dialect === undefined) return { parquet: path };
    return { sql: await offer(streamOf(await readTable(path))) };
  },
};
