import { setImmediate } from "node:timers/promises";
import { findRuns, type FindOptions, type RunDirectory } from "./findRuns.js";
import { HeldValues } from "./heldValues.js";
import type { Loss } from "./loss.js";
import type { Point } from "./point.js";
import type { ReadOptions } from "./readOptions.js";
import { RunTail } from "./runTail.js";
import type { ScalarBatch } from "./scalarBatch.js";
import { FilteringSink, NotingSink } from "./streamSinks.js";
import { SupersededPoints } from "./supersededPoints.js";
import type { Tag } from "./tag.js";
import { makeWorkspace, type Workspace } from "./workspace.js";

/** Some values of a run in the order of the log. */
export interface RunBatch {
  /** All tags met so far; `scalars.tag` holds indices into these (see `Tag.index`). */
  readonly tagOf: (index: number) => Tag;
  /** Used again for the next batch: copy what you keep. */
  readonly scalars: ScalarBatch;
  readonly points: readonly Point[];
}

/** How much a stream holds in memory. */
export interface StreamLimits {
  /** Bytes of the files between batches. Default 1 MiB. */
  readonly bytesPerBatch?: number;
  /** Smaller runs are held in memory and read once. Default 32 MiB. */
  readonly mostHeldFileBytes?: number;
}

/**
 * A run as a stream of batches in bounded memory, superseded points left out. A run that is too large
 * to be held is read twice for that: once to learn what is superseded, once to yield the rest. Values
 * written after the first reading are left for the next stream.
 *
 *     for await (const {scalars, points, tagOf} of new RunStream(run)) ...
 */
export class RunStream implements AsyncIterable<RunBatch> {
  private readonly bytesPerBatch: number;
  private readonly mostHeldFileBytes: number;
  /** Of the first reading: it alone checks and counts. */
  private tail: RunTail | undefined;

  constructor(
    readonly run: RunDirectory,
    private readonly options: ReadOptions = {},
    limits: StreamLimits = {},
    /** Memory to read with; streams that share it must not be read at the same time. */
    private readonly workspace: Workspace = makeWorkspace(options),
  ) {
    this.bytesPerBatch = limits.bytesPerBatch ?? 2 ** 20;
    this.mostHeldFileBytes = limits.mostHeldFileBytes ?? 32 * 2 ** 20;
  }

  /** Complete when the last batch was taken. */
  get tags(): readonly Tag[] {
    return this.tail?.tags ?? [];
  }

  get losses(): readonly Loss[] {
    return this.tail?.losses ?? [];
  }

  get bytesRead(): number {
    return this.tail?.bytesRead ?? 0;
  }

  get records(): number {
    return this.tail?.records ?? 0;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<RunBatch> {
    const supersede = this.options.supersede ?? "step";
    const superseded = new SupersededPoints(supersede);
    const { held } = this.workspace;
    held.clear();
    if (supersede === "none") {
      const sink = new FilteringSink(superseded, held);
      this.tail = new RunTail(this.options, sink, new Map(), this.workspace);
      yield* this.pass(this.tail, sink);
      return;
    }
    const first = new NotingSink(superseded, held);
    this.tail = await this.learn(first);
    if (first.held !== undefined) {
      const rest = new FilteringSink(superseded, superseded.any ? new HeldValues() : held);
      if (superseded.any) rest.takeAll(held);
      yield this.batchOf(this.tail, rest.held);
      return;
    }
    held.clear();
    const sink = new FilteringSink(superseded, held);
    const options = { ...this.options, checksums: "none" } as const;
    yield* this.pass(new RunTail(options, sink, this.tail.offsets, this.workspace), sink);
  }

  /** The first reading. */
  private async learn(sink: NotingSink): Promise<RunTail> {
    const tail = new RunTail(this.options, sink, new Map(), this.workspace);
    tail.watch(this.run);
    try {
      while (tail.advance(this.bytesPerBatch) === "more") {
        if (tail.bytesRead > this.mostHeldFileBytes) sink.stopHolding();
        await setImmediate();
      }
    } finally {
      tail.close();
    }
    return tail;
  }

  private async *pass(tail: RunTail, sink: FilteringSink): AsyncGenerator<RunBatch> {
    tail.watch(this.run);
    try {
      for (let more = true; more;) {
        more = tail.advance(this.bytesPerBatch) === "more";
        tail.flush();
        if (sink.held.isEmpty) continue;
        yield this.batchOf(tail, sink.held);
        sink.held.clear();
        await setImmediate();
      }
    } finally {
      tail.close();
    }
  }

  private batchOf(tail: RunTail, held: HeldValues): RunBatch {
    return { tagOf: (index) => tail.tagOf(index), scalars: held.scalars, points: held.points };
  }
}

/**
 * All runs below a log directory as streams, in natural order of their names. Each must be read to its
 * end, or left, before the next is taken.
 *
 * @throws {UserError} as `findRuns` does
 */
export async function* streamRuns(
  logDirectory: string,
  options: ReadOptions & FindOptions = {},
  limits: StreamLimits = {},
): AsyncGenerator<RunStream> {
  const workspace = makeWorkspace(options);
  for (const run of await findRuns(logDirectory, options)) {
    yield new RunStream(run, options, limits, workspace);
  }
}
