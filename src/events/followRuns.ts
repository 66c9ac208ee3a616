import { setTimeout } from "node:timers/promises";
import { findRuns, type FindOptions } from "./findRuns.js";
import type { ReadOptions } from "./readOptions.js";
import type { Run } from "./run.js";
import { RunFollower } from "./runFollower.js";

export interface FollowOptions extends ReadOptions, FindOptions {
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
  const { everySeconds = 2, signal } = options;
  const followers = new Map<string, RunFollower>();
  try {
    for (let isFirst = true; !isAborted(signal); isFirst = false) {
      // Later, a log directory that is empty for a moment is no reason to end.
      const found = await findRuns(logDirectory, options).catch((error: unknown) => {
        if (isFirst) throw error;
        return [];
      });
      for (const directory of found) {
        if (!followers.has(directory.name)) {
          followers.set(directory.name, new RunFollower(directory, options));
        }
      }
      for (const follower of followers.values()) {
        if ((await follower.poll()) && !isAborted(signal)) yield follower.run;
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
