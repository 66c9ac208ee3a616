import { EventDecoder } from "../decode/eventDecoder.js";
import type { EventSink } from "../decode/eventSink.js";
import { noPatience } from "../files/doubt.js";
import { FileTail } from "../files/fileTail.js";
import type { RunDirectory } from "./findRuns.js";
import type { Loss } from "../files/loss.js";
import type { ReadOptions } from "../decode/readOptions.js";
import type { Tag } from "../decode/tag.js";
import { makeWorkspace } from "./workspace.js";

const maximumRecordBytesByDefault = 64 * 2 ** 20;

/**
 * Reads the event files of one run into a sink, as far as they go, and later from there on. A record is
 * handed on when all of it is there, never before.
 */
export class RunTail {
  private readonly decoder: EventDecoder;
  private readonly files: FileTail[] = [];
  private current = 0;

  constructor(
    private readonly options: ReadOptions,
    sink: EventSink,
    /** Where to end in each file, by its path; elsewhere files are read to their ends. */
    private readonly limits: ReadonlyMap<string, number> = new Map(),
    private readonly workspace = makeWorkspace(options),
    /** For files that are followed: how long to wait where one makes no sense. */
    private readonly patience = noPatience,
  ) {
    this.decoder = new EventDecoder(options, sink, workspace.memory, workspace.tags);
    workspace.tags = this.decoder.tags;
  }

  /** Adds the files that are not known yet; they are read in this order after those before. */
  watch(run: RunDirectory): void {
    const known = new Set(this.files.map(({ path }) => path));
    for (const path of run.files) {
      if (!known.has(path)) this.files.push(this.open(path));
    }
  }

  /**
   * Takes in about `budgetBytes` and says whether there is more now. After "replaced" (a file was
   * overwritten) what was handed on is no longer what the files hold: start again with a new reader.
   */
  advance(budgetBytes: number): "more" | "caught-up" | "replaced" {
    while (this.current < this.files.length) {
      const state = this.files[this.current].advance(budgetBytes);
      if (state === "more") return state;
      if (state === "replaced") return state;
      this.current++;
      if (this.current < this.files.length) continue;
    }
    this.decoder.flush();
    this.current = 0;
    return "caught-up";
  }

  /** Hands on what was read but is still gathered. */
  flush(): void {
    this.decoder.flush();
  }

  /** Gives back the file that is being read. */
  close(): void {
    for (const file of this.files) file.close();
  }

  /** Tags met so far in order of first appearance. */
  get tags(): readonly Tag[] {
    return this.decoder.tags.entries.filter(({ known }) => known);
  }

  tagOf(index: number): Tag {
    return this.decoder.tags.entries[index];
  }

  get losses(): readonly Loss[] {
    return this.files.flatMap((file) => file.losses);
  }

  /** How far each file was read, by its path. */
  get offsets(): ReadonlyMap<string, number> {
    return new Map(this.files.map(({ path, offset }) => [path, offset]));
  }

  get bytesRead(): number {
    return this.files.reduce((sum, { offset }) => sum + offset, 0);
  }

  /** Sizes of the files opened so far. */
  get bytesExpected(): number {
    return this.decoder.bytesExpected;
  }

  /** About how much memory all decoded values that are no scalars take, in bytes. */
  get pointBytes(): number {
    return this.decoder.pointBytes;
  }

  get records(): number {
    return this.decoder.records;
  }

  private open(path: string): FileTail {
    return new FileTail(
      path,
      this.decoder,
      this.workspace.memory,
      this.options.maximumRecordBytes ?? maximumRecordBytesByDefault,
      this.options.checksums !== "all",
      this.limits.get(path),
      this.patience,
    );
  }
}
