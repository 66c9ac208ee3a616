import { statOrUndefined } from "../../util/statOrUndefined.js";
import { UserError } from "../../util/userError.js";
import { duckdb, sqlText } from "./duckdb.js";
import { inferColumn } from "../inferColumn.js";
import type { Table } from "../table.js";

/**
 * Reads any CSV or Parquet table as it stands; the types of a CSV's columns are inferred.
 *
 * @throws {UserError} when the file does not exist or cannot be read
 */
export async function readTable(path: string): Promise<Table> {
  if (statOrUndefined(path) === undefined) {
    throw new UserError(`There is no table ${path}.`);
  }
  const source = path.toLowerCase().endsWith(".parquet")
    ? `read_parquet(${sqlText(path)})`
    : `read_csv(${sqlText(path)}, header = true, nullstr = ['', 'NA'])`;
  try {
    const reader = await (await duckdb()).runAndReadAll(`SELECT * FROM ${source}`);
    const values = reader.getColumnsJS();
    const columns = reader.columnNames().map((name, index) => inferColumn(name, values[index]));
    return { rows: reader.currentRowCount, columns };
  } catch (error) {
    throw cannotReadTable(path, error);
  }
}

/** The error for a table that is there but cannot be read. */
export function cannotReadTable(path: string, error: unknown): UserError {
  const reason = (error instanceof Error ? error.message : String(error)).split("\n")[0];
  return new UserError(`Cannot read the table ${path}: ${reason}`, 1, { cause: error });
}

/** The rows of a table as objects; a missing number is null. */
export function tableRows({ rows, columns }: Table): Record<string, unknown>[] {
  return Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(
      columns.map(({ name, values }) => {
        const value = values[row];
        return [name, typeof value === "number" && Number.isNaN(value) ? null : value];
      }),
    ),
  );
}
