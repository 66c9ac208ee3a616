import { availableParallelism } from "node:os";
import { setImmediate } from "node:timers/promises";
import type { ReadOptions } from "../decode/readOptions.js";
import { findRuns, type FindOptions, type RunDirectory } from "../runs/findRuns.js";
import { bytesBetweenPauses, RunReader } from "../runs/readRun.js";
import type { Run } from "../runs/run.js";
import { ReadingThread } from "./readingThreads.js";
import type { RunSource } from "./runSource.js";
import { SeveralThreads } from "./severalThreads.js";

/** From so many bytes on it can be told how many are still to come. */
const leastBytesKnown = 2 ** 20;
/**
 * So many bytes must still be to come for another thread to be worth it, and for one that must be started
 * first, which takes as long as reading dozens of megabytes.
 */
const leastBytesToShare = { ready: 2 ** 23, started: 96 * 2 ** 20 };
/** Threads share one disk; beyond some they hardly help. */
const mostThreads = 8;

/**
 * Reads runs, whole, in the order in which they are named: of many, in several threads. Nothing of a run
 * is held after it was yielded. Broken files never throw: what could not be read is in the run's `losses`.
 */
export async function* readEach(
  runs: readonly RunDirectory[],
  options: ReadOptions = {},
): AsyncGenerator<Run, void> {
  let bytes = 0;
  let pauseAt = bytesBetweenPauses;
  for await (const run of readAll(runs, options)) {
    yield run;
    bytes += run.bytesRead;
    if (bytes < pauseAt) continue;
    pauseAt = bytes + bytesBetweenPauses;
    await setImmediate();
  }
}

/**
 * Reads all runs below a log directory, in natural order of their names, as `readEach` does.
 *
 * @throws {UserError} as `findRuns` does
 */
export async function* readRuns(
  logDirectory: string,
  options: ReadOptions & FindOptions = {},
): AsyncGenerator<Run> {
  yield* readEach(await findRuns(logDirectory, options), options);
}

async function* readAll(
  runs: readonly RunDirectory[],
  options: ReadOptions,
): AsyncGenerator<Run, void> {
  const reader = new RunReader(options);
  let bytes = 0;
  for (let index = 0; index < runs.length; index++) {
    const run = await reader.read(runs[index]);
    yield run;
    bytes += run.bytesRead;
    const others = runs.length - index - 1;
    const helpers = helpersFor(others, bytes, (bytes / (index + 1)) * others, options);
    if (helpers === 0) continue;
    const source: RunSource = new SeveralThreads(options, helpers);
    yield* source.read(runs.slice(index + 1));
    return;
  }
}

/** How many other threads are worth it. */
function helpersFor(
  runs: number,
  bytesRead: number,
  bytesToCome: number,
  { threads = availableParallelism() }: ReadOptions,
): number {
  if (bytesRead < leastBytesKnown) return 0;
  const least = ReadingThread.isOneReady ? leastBytesToShare.ready : leastBytesToShare.started;
  if (bytesToCome < least) return 0;
  return Math.max(Math.min(threads, mostThreads, runs) - 1, 0);
}
