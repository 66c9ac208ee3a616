import { readdirSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { eventFilesAmong, type RunDirectory } from "./findRuns.js";
import type { ReadOptions } from "./readOptions.js";
import { type Run, runOf } from "./run.js";
import { RunBuilder } from "./runBuilder.js";
import { RunTail } from "./runTail.js";

const bytesBetweenPauses = 16 * 2 ** 20;

/**
 * A run that is still being written. Each `poll` takes in what was added since the last one: records
 * that are complete, and new event files. When a file was overwritten, the run is read anew.
 */
export class RunFollower {
  private builder: RunBuilder;
  private tail: RunTail;
  private files: readonly string[];

  constructor(
    readonly directory: RunDirectory,
    private readonly options: ReadOptions = {},
  ) {
    this.files = directory.files;
    this.builder = new RunBuilder(options);
    this.tail = new RunTail(options, this.builder);
  }

  /** Takes in what is new; true when the run has changed. */
  async poll(): Promise<boolean> {
    const recordsBefore = this.tail.records;
    const lossesBefore = this.tail.losses.length;
    this.files = this.listFiles();
    let restarted = false;
    for (let attempt = 0; attempt < 3 && (await this.catchUp()) === "replaced"; attempt++) {
      this.builder = new RunBuilder(this.options);
      this.tail = new RunTail(this.options, this.builder);
      restarted = true;
    }
    const { records, losses } = this.tail;
    return restarted || records !== recordsBefore || losses.length !== lossesBefore;
  }

  /** The run as far as it was read. */
  get run(): Run {
    return runOf({ ...this.directory, files: this.files }, this.tail, this.builder);
  }

  close(): void {
    this.tail.close();
  }

  private async catchUp(): Promise<"caught-up" | "replaced"> {
    this.tail.watch({ ...this.directory, files: this.files });
    for (;;) {
      const state = this.tail.advance(bytesBetweenPauses);
      if (state !== "more") return state;
      await setImmediate();
    }
  }

  private listFiles(): readonly string[] {
    const { directory } = this.directory;
    try {
      return eventFilesAmong(readdirSync(directory)).map((name) => join(directory, name));
    } catch {
      // The folder is gone or closed to us: what was read stays, and it may come back.
      return this.files;
    }
  }
}
