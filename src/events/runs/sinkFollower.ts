import { join } from "node:path";
import { listFolder } from "../../util/files/listFolder.js";
import type { EventSink } from "../decode/eventSink.js";
import { eventFilesAmong, type RunDirectory } from "./findRuns.js";
import { patienceOf } from "../files/doubt.js";
import type { ReadOptions } from "../decode/readOptions.js";
import { RunTail } from "./runTail.js";
import type { Workspace } from "./workspace.js";

const mostAttempts = 3;
const patienceSecondsByDefault = 30;

export interface FollowerOptions extends ReadOptions {
  /**
   * How long to wait where a file's bytes make no sense, before a record is lost or the file given up.
   * Default 30. Zeros at its end are waited for without limit.
   */
  readonly patienceSeconds?: number;
}

/** Takes what is added to the event files of a run into a sink; a new sink when a file was overwritten. */
export class SinkFollower<S extends EventSink> {
  sink: S;
  tail: RunTail;
  /** Ever growing: how often the sink was replaced by a new one. */
  restarts = 0;
  private files: readonly string[];

  constructor(
    private readonly directory: RunDirectory,
    private readonly options: FollowerOptions,
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
    const patience = patienceOf(this.options.patienceSeconds ?? patienceSecondsByDefault);
    return new RunTail(this.options, this.sink, new Map(), this.workspace, patience);
  }

  private listFiles(): readonly string[] {
    const { directory } = this.directory;
    try {
      return eventFilesAmong(listFolder(directory).map(({ name }) => name)).map((name) =>
        join(directory, name),
      );
    } catch {
      // The folder is gone or closed to us: what was read stays, and it may come back.
      return this.files;
    }
  }
}
