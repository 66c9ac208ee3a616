import { totalmem } from "node:os";
import { resolve } from "node:path";
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

/** Starts to open it, for those who have something else to do before they read. */
export function preloadDatabase(): void {
  // Errors are met again by whoever reads.
  duckdb().catch(() => undefined);
}

/** A connection of one's own to it, for results that are taken bit by bit. */
export async function ownConnection(): Promise<DuckDBConnection> {
  database ??= open();
  return (await database).instance.connect();
}

/** Megabytes that the database may take for tables of few columns. */
const usualMemory = 128;
let allowedMemory = usualMemory;

/**
 * Lets the database take more memory where a table has many columns: of each one it holds some rows at a
 * time, and all that is being compressed. At most three quarters of what the machine has.
 */
export async function allowMemory(megabytes: number): Promise<void> {
  const most = Math.floor((0.75 * totalmem()) / 2 ** 20);
  const wanted = Math.min(Math.ceil(usualMemory + megabytes), most);
  if (wanted <= allowedMemory) return;
  allowedMemory = wanted;
  await (await duckdb()).run(`SET memory_limit = '${wanted}MB'`);
}

/** Whether an error says that the database had not enough memory. */
export const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith("Out of Memory Error");

const settings = {
  memory_limit: `${usualMemory}MB`,
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

/**
 * A database for questions of others: it reads and writes the files that are named here and no others, loads
 * nothing, and its settings cannot be changed.
 *
 * @param files paths that it may read or write
 */
export async function lockedDatabase(files: readonly string[]): Promise<DuckDBInstance> {
  const api = await import("./duckdbApi.js");
  const megabytes = Math.max(usualMemory, Math.floor((0.5 * totalmem()) / 2 ** 20));
  const instance = await api.DuckDBInstance.create(":memory:", {
    ...settings,
    memory_limit: `${megabytes}MB`,
  });
  const connection = await instance.connect();
  try {
    const paths = files.map((path) => sqlText(resolve(path))).join(", ");
    await connection.run(`SET allowed_paths = [${paths}]`);
    await connection.run("SET TimeZone = 'UTC'");
    await connection.run("SET enable_external_access = false");
    await connection.run("SET lock_configuration = true");
  } finally {
    connection.closeSync();
  }
  return instance;
}

/** A connection to a locked database that can read rows of this process, by `offerRows`. */
export async function lockedConnection(instance: DuckDBInstance): Promise<DuckDBConnection> {
  const api = await import("./duckdbApi.js");
  const connection = await instance.connect();
  registerFeedFunction(connection, api);
  return connection;
}

/** A text as an SQL string literal. */
export const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A name as an SQL identifier. */
export const sqlName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
