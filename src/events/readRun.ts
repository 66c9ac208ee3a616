import { setImmediate } from "node:timers/promises";
import { findRuns, type FindOptions, type RunDirectory } from "./findRuns.js";
import type { ReadOptions } from "./readOptions.js";
import { type Run, runOf } from "./run.js";
import { RunBuilder } from "./runBuilder.js";
import { RunTail } from "./runTail.js";
import { makeWorkspace, type Workspace } from "./workspace.js";

/** Reading is synchronous, which is much faster; every so many bytes timers and signals get their turn. */
const bytesBetweenPauses = 16 * 2 ** 20;

/**
 * Reads what `options` ask for out of all event files of a run. Broken files never throw: what could
 * not be read is in the run's `losses`.
 */
export async function readRun(run: RunDirectory, options: ReadOptions = {}): Promise<Run> {
  return readRunWith(run, options, makeWorkspace(options));
}

async function readRunWith(
  run: RunDirectory,
  options: ReadOptions,
  workspace: Workspace,
): Promise<Run> {
  const builder = new RunBuilder(options);
  const tail = new RunTail(options, builder, new Map(), workspace);
  tail.watch(run);
  try {
    while (tail.advance(bytesBetweenPauses) === "more") await setImmediate();
  } finally {
    tail.close();
  }
  return runOf(run, tail, builder);
}

/**
 * Reads all runs below a log directory, one after the other in natural order of their names. Nothing of
 * a run is held after it was yielded.
 *
 * @throws {UserError} as `findRuns` does
 */
export async function* readRuns(
  logDirectory: string,
  options: ReadOptions & FindOptions = {},
): AsyncGenerator<Run> {
  const workspace = makeWorkspace(options);
  for (const run of await findRuns(logDirectory, options)) {
    yield await readRunWith(run, options, workspace);
  }
}
