import { resolve } from "node:path";
import type { DuckDBResult } from "@duckdb/node-api";
import { statOrUndefined } from "../../util/statOrUndefined.js";
import { UserError } from "../../util/userError.js";
import { type CsvDialect, readDialect } from "./csvDialect.js";
import { duckdb, isOutOfMemory, ownConnection, sqlText } from "./duckdb.js";
import { checkSeal } from "./parquetSeal.js";
import { faultOfCsv } from "./csvFaults.js";

/** A table file as the database sees it. */
export interface TableSource {
  readonly path: string;
  /** What a query selects from: columns c0, c1, … in the order of `columns`. */
  readonly sql: string;
  readonly columns: readonly string[];
  /** SQL types of a Parquet file's columns; those of a CSV are all text. */
  readonly types: readonly string[];
  /** How a CSV file is written; undefined for Parquet. */
  readonly dialect: CsvDialect | undefined;
}

/**
 * Opens a CSV or Parquet file. Cells of CSV are text; those that are empty or `NA` without quotes are null.
 *
 * @throws {UserError} when there is no such file, or it is no table
 */
export async function openTable(path: string): Promise<TableSource> {
  const stats = statOrUndefined(path);
  if (stats === undefined)
    throw new UserError(
      `There is no table ${path}.\nCheck the path, and whether the file was moved or deleted.`,
    );
  if (stats.isDirectory()) throw new UserError(`${path} is a folder, not a table.`);
  const isParquet = path.toLowerCase().endsWith(".parquet");
  return isParquet ? openParquet(path, stats.size) : openCsv(path);
}

function openCsv(path: string): TableSource {
  const dialect = readDialect(path);
  const fields = dialect.columns.map((_, index) => `'c${index}': 'VARCHAR'`);
  const options = [
    ...["auto_detect = false", "header = true", "strict_mode = true", "null_padding = false"],
    ...[`delim = ${sqlText(dialect.delimiter)}`, `quote = '"'`, `escape = '"'`],
    ...["nullstr = ['', 'NA']", "allow_quoted_nulls = false", `skip = ${dialect.linesBefore}`],
    `columns = {${fields.join(", ")}}`,
  ];
  return {
    path,
    sql: `read_csv(${sqlPath(path)}, ${options.join(", ")})`,
    columns: dialect.columns,
    types: dialect.columns.map(() => "VARCHAR"),
    dialect,
  };
}

async function openParquet(path: string, bytes: number): Promise<TableSource> {
  if (bytes === 0) throw new UserError(`The table ${path} is empty (0 bytes).`);
  await checkSeal(path);
  const file = `read_parquet(${sqlPath(path)})`;
  const reader = await query({ path, dialect: undefined }, `DESCRIBE SELECT * FROM ${file}`);
  const [columns, types] = reader.getColumnsJS() as [string[], string[]];
  const fields = columns.map((_, index) => `c${index}`);
  return { path, sql: `${file} AS t(${fields.join(", ")})`, columns, types, dialect: undefined };
}

/**
 * Runs a query on a table.
 *
 * @throws {UserError} when the file turns out to be no table
 */
export async function query(source: Pick<TableSource, "path" | "dialect">, sql: string) {
  try {
    return await (await duckdb()).runAndReadAll(sql);
  } catch (error) {
    throw cannotReadTable(source, error);
  }
}

/**
 * The same, some rows at a time: the values of each column.
 *
 * @throws {UserError} when the file turns out to be no table
 */
export async function* queryInChunks(
  source: Pick<TableSource, "path" | "dialect">,
  sql: string,
): AsyncGenerator<unknown[][]> {
  const connection = await ownConnection();
  let next: ReturnType<DuckDBResult["fetchChunk"]> | undefined;
  try {
    const result = await connection.stream(sql);
    next = result.fetchChunk();
    for (;;) {
      const chunk = await next;
      if (chunk === null || chunk.rowCount === 0) return;
      // The database unpacks the next rows in its thread while these are looked at.
      next = result.fetchChunk();
      next.catch(() => undefined);
      yield chunk.getColumns();
    }
  } catch (error) {
    throw cannotReadTable(source, error);
  } finally {
    // Whoever has seen enough may leave while rows are on their way.
    await next?.catch(() => undefined);
    connection.closeSync();
  }
}

/** The error for a table that is there but cannot be read. */
export function cannotReadTable(
  { path, dialect }: Pick<TableSource, "path" | "dialect">,
  error: unknown,
): UserError {
  if (error instanceof UserError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (isOutOfMemory(error)) {
    return new UserError(
      `Cannot read the table ${path}: it takes more memory than the database may have.\n` +
        `Use a table with fewer columns or shorter texts.`,
      1,
      { cause: error },
    );
  }
  const fault = dialect && faultOfCsv(path, dialect, message);
  return (
    fault ??
    new UserError(`Cannot read the table ${path}: ${message.split("\n")[0]}`, 1, { cause: error })
  );
}

/** A path as the database takes it: one file, whatever signs its name has. */
export function sqlPath(path: string): string {
  return sqlText(resolve(path).replaceAll(/[*?[]/g, "[$&]"));
}
