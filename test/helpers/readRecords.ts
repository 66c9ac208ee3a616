import { duckdb, sqlText } from "../../src/tables/database/duckdb.js";

export type Value = string | number | boolean | null;

/** The rows of a CSV or Parquet file as DuckDB reads them: a reader that is not ours. */
export async function readRecords(path: string): Promise<Record<string, Value>[]> {
  const source = path.endsWith(".parquet")
    ? `read_parquet(${sqlText(path)})`
    : `read_csv(${sqlText(path)}, header = true, nullstr = ['NA', ''])`;
  const reader = await (await duckdb()).runAndReadAll(`SELECT * FROM ${source}`);
  return reader
    .getRowObjectsJS()
    .map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [
          name,
          typeof value === "bigint" ? Number(value) : (value as Value),
        ]),
      ),
    );
}
