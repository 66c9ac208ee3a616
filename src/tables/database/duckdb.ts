import type { DuckDBConnection } from "@duckdb/node-api";
import { registerFeedFunction } from "./feedFunction.js";

let connection: Promise<DuckDBConnection> | undefined;

/** The process's one in-memory database; loaded on first use. */
export function duckdb(): Promise<DuckDBConnection> {
  connection ??= open();
  return connection;
}

async function open(): Promise<DuckDBConnection> {
  const api = await import("./duckdbApi.js");
  const settings = { memory_limit: "128MB", threads: "1" };
  const connection = await (await api.DuckDBInstance.create(":memory:", settings)).connect();
  registerFeedFunction(connection, api);
  return connection;
}

/** A text as an SQL string literal. */
export const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A name as an SQL identifier. */
export const sqlName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
