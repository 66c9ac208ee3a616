import { setImmediate, setTimeout } from "node:timers/promises";
import { findRuns, type FindOptions, type RunDirectory } from "./findRuns.js";
import type { Loss } from "../files/loss.js";
import type { Run } from "./run.js";
import { RunFollower } from "./runFollower.js";
import type { RunBatch } from "./runStream.js";
import { type FollowerOptions, SinkFollower } from "./sinkFollower.js";
import { supersedeRule } from "../supersede/rule.js";
import { FilteringSink } from "../supersede/streamSinks.js";
import { SupersededPoints } from "../supersede/supersededPoints.js";
import { makeWorkspace } from "./workspace.js";

const bytesPerBatch = 2 ** 20;

export interface FollowOptions extends FollowerOptions, FindOptions {
  /** Seconds between looks at the files. Default 2. */
  readonly everySeconds?: number;
  /** Ends the following, without an error, when it aborts. */
  readonly signal?: AbortSignal;
}

/**
 * Follows all runs below a log directory: yields each run at first, and again whenever it has grown.
 * New runs and new files are taken up. Ends only when the signal aborts.
 *
 * @throws {UserError} as `findRuns` does, at the first look
 */
export async function* followRuns(
  logDirectory: string,
  options: FollowOptions = {},
): AsyncGenerator<Run> {
  const workspace = makeWorkspace(options);
  const makeFollower = (run: RunDirectory) => new RunFollower(run, options, workspace);
  for await (const follower of lookAgain(logDirectory, options, makeFollower)) {
    if ((await follower.poll()) && !isAborted(options.signal)) yield follower.run;
  }
}

/** What was added to a run. */
export interface AddedValues {
  readonly run: RunDirectory;
  /** In the order of the log, superseded ones included. Copy what you keep. */
  readonly batch: RunBatch;
  /** All that was lost of the run so far. */
  readonly losses: readonly Loss[];
}

/**
 * Follows all runs below a log directory without holding their values: yields what each holds at first,
 * bit by bit, and then what was added. A run whose file was overwritten comes again from its start.
 * Ends only when the signal aborts.
 *
 * @throws {UserError} as `findRuns` does, at the first look
 */
export async function* followValues(
  logDirectory: string,
  options: Omit<FollowOptions, "supersede"> = {},
): AsyncGenerator<AddedValues> {
  const workspace = makeWorkspace(options);
  const nothingSuperseded = new SupersededPoints(supersedeRule({ supersede: "none" }));
  const makeSink = () => {
    workspace.held.clear();
    return new FilteringSink(nothingSuperseded, workspace.held);
  };
  const makeFollower = (run: RunDirectory) => new SinkFollower(run, options, makeSink, workspace);
  for await (const follower of lookAgain(logDirectory, options, makeFollower)) {
    const reading = follower.catchUp(bytesPerBatch);
    for (let more = true; more && !isAborted(options.signal);) {
      more = reading.next().done !== true;
      const { tail, sink, run } = follower;
      tail.flush();
      const { losses } = tail;
      if (!sink.held.isEmpty || (!more && losses.length > 0)) {
        const { scalars, points } = sink.held;
        yield { run, batch: { scalars, points, tagOf: (index) => tail.tagOf(index) }, losses };
        sink.held.clear();
      }
      await setImmediate();
    }
  }
}

/** The followers of all runs there are, one after the other, again and again. */
async function* lookAgain<F extends { close(): void }>(
  logDirectory: string,
  { everySeconds = 2, signal, onLoss }: FollowOptions,
  makeFollower: (run: RunDirectory) => F,
): AsyncGenerator<F> {
  const followers = new Map<string, F>();
  try {
    for (let isFirst = true; !isAborted(signal); isFirst = false) {
      // Later, a log directory that is empty for a moment is no reason to end.
      const found = await findRuns(logDirectory, { onLoss }).catch((error: unknown) => {
        if (isFirst) throw error;
        return [];
      });
      for (const directory of found) {
        if (!followers.has(directory.name)) {
          followers.set(directory.name, makeFollower(directory));
        }
      }
      for (const follower of followers.values()) {
        if (isAborted(signal)) return;
        yield follower;
      }
      await setTimeout(1000 * everySeconds, undefined, { signal, ref: true }).catch(
        () => undefined,
      );
    }
  } finally {
    for (const follower of followers.values()) follower.close();
  }
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}
