import { basename, resolve } from "node:path";
import {
  type FindOptions,
  type ReadOptions,
  type Run,
  readEach,
  type RunDirectory,
} from "../events/index.js";
import { findRunsIn, type LogDirectories } from "./logDirectories.js";

/**
 * Like `readRuns`, under the names that tables show.
 *
 * @throws {UserError} as `findRuns` does
 */
export async function* readNamedRuns(
  logDirectory: string,
  options: ReadOptions & FindOptions,
): AsyncGenerator<Run> {
  yield* readEach(await findNamedRuns(logDirectory, options), options);
}

export interface FindNamedOptions extends FindOptions {
  /** Which runs, by the name that tables show; all by default. */
  readonly isWanted?: (name: string) => boolean;
}

/**
 * Like `findRuns`, under the names that tables show, of one log directory or several.
 *
 * @throws {UserError} as `findRuns` does
 */
export async function findNamedRuns(
  directories: LogDirectories,
  options: FindNamedOptions = {},
): Promise<RunDirectory[]> {
  const found = await findRunsIn(directories, options);
  const runs = typeof directories === "string" ? withTableNames(found, directories) : found;
  return runs.filter(({ name }) => options.isWanted?.(name) ?? true);
}

/**
 * Runs under the names that tables show: a run whose files lie in the log directory itself is called
 * after that folder, unless another run has that name; then it keeps TensorBoard's, ".".
 */
export function withTableNames(
  runs: readonly RunDirectory[],
  logDirectory: string,
): RunDirectory[] {
  const folder = basename(resolve(logDirectory));
  const isTaken = folder === "" || runs.some(({ name }) => name === folder);
  return runs.map((run) => (run.name === "." && !isTaken ? { ...run, name: folder } : run));
}

/**
 * The same for runs that turn up one after the other. One that comes late and is called like the log
 * directory, whose own run had that name first, becomes `./<name>`.
 */
export function tableNames(logDirectory: string): (run: { readonly name: string }) => string {
  const folder = basename(resolve(logDirectory));
  const given = new Map<string, string>();
  const nameOf = (name: string): string => {
    const isTaken = (wanted: string) => [...given.values()].includes(wanted);
    if (name === ".") return folder === "" || isTaken(folder) ? "." : folder;
    return name === folder && isTaken(name) ? `./${name}` : name;
  };
  return ({ name }) => {
    const known = given.get(name) ?? nameOf(name);
    given.set(name, known);
    return known;
  };
}
