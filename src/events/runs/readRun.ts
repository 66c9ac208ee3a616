import { setImmediate } from "node:timers/promises";
import type { RunDirectory } from "./findRuns.js";
import type { ReadOptions } from "../decode/readOptions.js";
import { partsOf, type Run, runOfParts, type RunParts } from "./run.js";
import { RunBuilder } from "./runBuilder.js";
import { RunTail } from "./runTail.js";
import { makeWorkspace, type Workspace } from "./workspace.js";

/** Reading is synchronous, which is much faster; every so many bytes timers and signals get their turn. */
export const bytesBetweenPauses = 16 * 2 ** 20;

/**
 * Reads runs one after the other, each into columns. Broken files never throw: what could not be read is
 * in the run's `losses`.
 */
export class RunReader {
  private readonly workspace: Workspace;

  constructor(private readonly options: ReadOptions = {}) {
    this.workspace = makeWorkspace(options);
  }

  async read(run: RunDirectory): Promise<Run> {
    return runOfParts(run, await this.parts(run));
  }

  /** The same before it is put together. */
  async parts(run: RunDirectory): Promise<RunParts> {
    const reading = this.inSteps(run, new Map());
    for (;;) {
      const { done, value } = reading.next();
      if (done) return value;
      await setImmediate();
    }
  }

  /**
   * The same for those who cannot wait: timers and signals do not get their turn. Ends in each file at
   * the offset in `limits`, if there is one.
   */
  readSync(run: RunDirectory, limits: ReadonlyMap<string, number> = new Map()): Run {
    return runOfParts(run, this.partsSync(run, limits));
  }

  /** The same before it is put together. */
  partsSync(run: RunDirectory, limits: ReadonlyMap<string, number> = new Map()): RunParts {
    const reading = this.inSteps(run, limits);
    for (;;) {
      const { done, value } = reading.next();
      if (done) return value;
    }
  }

  private *inSteps(
    run: RunDirectory,
    limits: ReadonlyMap<string, number>,
  ): Generator<undefined, RunParts> {
    const builder = new RunBuilder(this.options);
    const tail = new RunTail(this.options, builder, limits, this.workspace);
    tail.watch(run);
    try {
      while (tail.advance(bytesBetweenPauses) === "more") yield;
    } finally {
      tail.close();
    }
    return partsOf(tail, builder);
  }
}

/** Reads what `options` ask for out of all event files of a run, as `RunReader` does. */
export function readRun(run: RunDirectory, options: ReadOptions = {}): Promise<Run> {
  return new RunReader(options).read(run);
}
