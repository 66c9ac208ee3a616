import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { EventSink } from "../decode/eventSink.js";
import { eventFilesAmong, type RunDirectory } from "./findRuns.js";
import type { ReadOptions } from "../decode/readOptions.js";
import { RunTail } from "./runTail.js";
import type { Workspace } from "./workspace.js";

const mostAttempts = 3;

/** Takes what is added to the event files of a run into a sink; a new sink when a file was overwritten. */
export class SinkFollower<S extends EventSink> {
  sink: S;
  tail: RunTail;
  /** Ever growing: how often the sink was replaced by a new one. */
  restarts = 0;
  private files: readonly string[];

  constructor(
    private readonly directory: RunDirectory,
    private readonly options: ReadOptions,
    private readonly makeSink: () => S,
    /** Memory to read with; followers that share it must catch up one after the other. */
    private readonly workspace: Workspace,
  ) {
    this.files = directory.files;
    this.sink = makeSink();
    this.tail = this.openTail();
  }

  /** The run with the files that it has now. */
  get run(): RunDirectory {
    return { ...this.directory, files: this.files };
  }

  /** Takes in records that are complete, about `budgetBytes` between yields. */
  *catchUp(budgetBytes: number): Generator<undefined, void> {
    this.files = this.listFiles();
    this.tail.watch(this.run);
    for (let attempt = 1; ;) {
      const state = this.tail.advance(budgetBytes);
      if (state === "caught-up") return;
      if (state === "replaced") {
        if (attempt++ === mostAttempts) return;
        this.startAnew();
      }
      yield;
    }
  }

  close(): void {
    this.tail.close();
  }

  private startAnew(): void {
    this.tail.close();
    this.sink = this.makeSink();
    this.tail = this.openTail();
    this.tail.watch(this.run);
    this.restarts++;
  }

  private openTail(): RunTail {
    return new RunTail(this.options, this.sink, new Map(), this.workspace);
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
