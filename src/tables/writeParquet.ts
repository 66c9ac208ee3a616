import { randomUUID } from "node:crypto";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { DuckDBConnection, DuckDBValue } from "@duckdb/node-api";
import { cannotWrite } from "../util/writeFileAtomically.js";
import { duckdb, sqlName, sqlText } from "./duckdb.js";
import type { Column, ColumnType, Table } from "./table.js";

const sqlTypes: Readonly<Record<ColumnType, string>> = {
  text: "VARCHAR",
  integer: "BIGINT",
  float: "FLOAT",
  double: "DOUBLE",
  boolean: "BOOLEAN",
};

/**
 * Writes tables of the same columns as one Parquet file (zstd), in the order given.
 * The file appears under its name only when it is complete; missing values are nulls.
 *
 * @throws {UserError} when the place cannot be written to
 */
export async function writeParquet(path: string, table: Table): Promise<void> {
  const temporary = `${path}.${randomUUID().slice(0, 8)}.tmp`;
  const connection = await duckdb();
  const name = `export_${randomUUID().slice(0, 8)}`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await createTable(connection, name, table.columns);
    await appendRows(connection, name, table);
    await connection.run(
      `COPY ${name} TO ${sqlText(temporary)} (FORMAT parquet, COMPRESSION zstd)`,
    );
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw cannotWrite(path, error);
  } finally {
    await connection.run(`DROP TABLE IF EXISTS ${name}`);
  }
}

async function createTable(
  connection: DuckDBConnection,
  name: string,
  columns: readonly Column[],
): Promise<void> {
  const fields = columns.map((column) => `${sqlName(column.name)} ${sqlTypes[column.type]}`);
  await connection.run(`CREATE TABLE ${name} (${fields.join(", ")})`);
}

async function appendRows(connection: DuckDBConnection, name: string, table: Table): Promise<void> {
  const { DuckDBDataChunk } = await import("@duckdb/node-api");
  const appender = await connection.createAppender(name);
  const types = table.columns.map((_, index) => appender.columnType(index));
  const rowsPerChunk = 2048;
  const chunk = DuckDBDataChunk.create(types);
  for (let start = 0; start < table.rows; start += rowsPerChunk) {
    const end = Math.min(start + rowsPerChunk, table.rows);
    chunk.reset();
    chunk.rowCount = end - start;
    chunk.setColumns(table.columns.map((column) => cells(column, start, end)));
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

function cells(column: Column, start: number, end: number): DuckDBValue[] {
  const cells = new Array<DuckDBValue>(end - start);
  for (let row = start; row < end; row++) {
    const value = column.values[row]!;
    const missing = value === null || Number.isNaN(value);
    cells[row - start] = missing
      ? null
      : column.type === "integer"
        ? BigInt(value)
        : value;
  }
  return cells;
}
