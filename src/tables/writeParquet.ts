import { randomUUID } from "node:crypto";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { cannotWrite } from "../util/writeFileAtomically.js";
import { duckdb, sqlName, sqlText } from "./duckdb.js";
import { stageColumn, type StagedColumn } from "./stageColumn.js";
import type { Table } from "./table.js";

/**
 * Writes a table as a Parquet file (zstd), in the order of its rows.
 * The file appears under its name only when it is complete; missing values are nulls.
 *
 * @throws {UserError} when the place cannot be written to
 */
export async function writeParquet(path: string, table: Table): Promise<void> {
  const temporary = `${path}.${randomUUID().slice(0, 8)}.tmp`;
  const connection = await duckdb();
  const name = `export_${randomUUID().slice(0, 8)}`;
  const columns = table.columns.map((column) => stageColumn(column, table.rows));
  try {
    await mkdir(dirname(path), { recursive: true });
    await stageRows(connection, name, columns, table.rows);
    const fields = columns.map(
      ({ expression }, index) => `${expression(`c${index}`)} AS ${sqlName(table.columns[index].name)}`,
    );
    await connection.run(
      `COPY (SELECT ${fields.join(", ")} FROM ${name}) TO ${sqlText(temporary)} ` +
        `(FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2)`,
    );
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw cannotWrite(path, error);
  } finally {
    await connection.run(`DROP TABLE IF EXISTS ${name}`);
  }
}

const rowsPerChunk = 2048;

/** Copies the columns into a table of the database, a vector at a time and without a value per cell. */
async function stageRows(
  connection: DuckDBConnection,
  name: string,
  columns: readonly StagedColumn[],
  rows: number,
): Promise<void> {
  const { bindings, DuckDBDataChunk } = await import("./duckdbApi.js");
  const fields = columns.map(({ type }, index) => `c${index} ${type}`);
  await connection.run(`CREATE TABLE ${name} (${fields.join(", ")})`);
  const appender = await connection.createAppender(name);
  const types = columns.map((_, index) => appender.columnType(index));
  const chunk = DuckDBDataChunk.create(types);
  for (let start = 0; start < rows; start += rowsPerChunk) {
    const end = Math.min(start + rowsPerChunk, rows);
    chunk.rowCount = end - start;
    columns.forEach(({ values }, index) => {
      const { BYTES_PER_ELEMENT: width, buffer, byteOffset } = values;
      const vector = bindings.data_chunk_get_vector(chunk.chunk, index);
      const bytes = (end - start) * width;
      bindings.copy_data_to_vector(vector, 0, buffer as ArrayBuffer, byteOffset + start * width, bytes);
    });
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}
