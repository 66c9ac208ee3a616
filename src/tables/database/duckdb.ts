import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { registerFeedFunction } from "./feedFunction.js";

interface Database {
  readonly instance: DuckDBInstance;
  readonly connection: DuckDBConnection;
}

let database: Promise<Database> | undefined;

/** The process's one in-memory database; loaded on first use. */
export async function duckdb(): Promise<DuckDBConnection> {
  database ??= open();
  return (await database).connection;
}

/** A connection of one's own to it, for results that are taken bit by bit. */
export async function ownConnection(): Promise<DuckDBConnection> {
  database ??= open();
  return (await database).instance.connect();
}

const settings = {
  memory_limit: "128MB",
  threads: "1",
  // Nothing is loaded from outside, and nothing is written but the files that a command names.
  autoinstall_known_extensions: "false",
  autoload_known_extensions: "false",
  temp_directory: "",
};

async function open(): Promise<Database> {
  const api = await import("./duckdbApi.js");
  const instance = await api.DuckDBInstance.create(":memory:", settings);
  const connection = await instance.connect();
  registerFeedFunction(connection, api);
  return { instance, connection };
}

/** A text as an SQL string literal. */
export const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A name as an SQL identifier. */
export const sqlName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
