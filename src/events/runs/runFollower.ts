import { setImmediate } from "node:timers/promises";
import type { RunDirectory } from "./findRuns.js";
import { bytesBetweenPauses } from "./readRun.js";
import { type Run, runOf } from "./run.js";
import { RunBuilder } from "./runBuilder.js";
import { type FollowerOptions, SinkFollower } from "./sinkFollower.js";
import { makeWorkspace, type Workspace } from "./workspace.js";

/**
 * A run that is still being written. Each `poll` takes in what was added since the last one: records
 * that are complete, and new event files. When a file was overwritten, the run is read anew.
 */
export class RunFollower {
  private readonly follower: SinkFollower<RunBuilder>;

  constructor(
    readonly directory: RunDirectory,
    options: FollowerOptions = {},
    /** Memory to read with; followers that share it must be polled one after the other. */
    workspace: Workspace = makeWorkspace(options),
  ) {
    const makeBuilder = () => new RunBuilder(options);
    this.follower = new SinkFollower(directory, options, makeBuilder, workspace);
  }

  /** Takes in what is new; true when the run has changed. */
  async poll(): Promise<boolean> {
    const { follower } = this;
    const { records, losses } = follower.tail;
    const { restarts } = follower;
    const reading = follower.catchUp(bytesBetweenPauses);
    while (reading.next().done !== true) await setImmediate();
    const { tail } = follower;
    return (
      follower.restarts !== restarts ||
      tail.records !== records ||
      tail.losses.length !== losses.length
    );
  }

  /** The run as far as it was read. */
  get run(): Run {
    const { run, tail, sink } = this.follower;
    return runOf(run, tail, sink);
  }

  close(): void {
    this.follower.close();
  }
}
