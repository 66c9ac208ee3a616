import type { DuckDBConnection } from "@duckdb/node-api";

let connection: Promise<DuckDBConnection> | undefined;

/** The process's one in-memory database; loaded on first use. */
export function duckdb(): Promise<DuckDBConnection> {
  connection ??= open();
  return connection;
}

async function open(): Promise<DuckDBConnection> {
  const { DuckDBInstance } = await import("./duckdbApi.js");
  const instance = await DuckDBInstance.create(":memory:", { memory_limit: "128MB", threads: "1" });
  return instance.connect();
}

/** A text as an SQL string literal. */
export const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A name as an SQL identifier. */
export const sqlName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
