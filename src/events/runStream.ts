import { setImmediate } from "node:timers/promises";
import type { EventSink } from "./eventSink.js";
import type { RunDirectory } from "./findRuns.js";
import type { Loss } from "./loss.js";
import type { Point } from "./point.js";
import type { ReadOptions } from "./readOptions.js";
import { RunTail } from "./runTail.js";
import type { ScalarBatch } from "./scalarBatch.js";
import { FilteringSink, NotingSink } from "./streamSinks.js";
import { SupersededPoints } from "./supersededPoints.js";
import type { Tag } from "./tag.js";

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
  private tail: RunTail | undefined;

  constructor(
    readonly run: RunDirectory,
    private readonly options: ReadOptions = {},
    limits: StreamLimits = {},
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
    if (supersede === "none") {
      yield* this.pass(new FilteringSink(superseded, Infinity));
      return;
    }
    const first = new NotingSink(superseded);
    const endOrder = await this.learn(first);
    const filter = new FilteringSink(superseded, endOrder);
    if (first.held === undefined) yield* this.pass(filter);
    else {
      filter.scalars(first.held.scalars);
      for (const point of first.held.points) filter.point(point);
      yield this.batchOf(filter);
    }
  }

  /** The first reading; gives the running number at which it ended. */
  private async learn(sink: NotingSink): Promise<number> {
    const tail = this.open(sink);
    try {
      while (tail.advance(this.bytesPerBatch) === "more") {
        if (tail.bytesRead > this.mostHeldFileBytes) sink.stopHolding();
        await setImmediate();
      }
    } finally {
      tail.close();
    }
    return tail.valuesSeen;
  }

  private async *pass(sink: FilteringSink): AsyncGenerator<RunBatch> {
    const tail = this.open(sink);
    try {
      for (let more = true; more;) {
        more = tail.advance(this.bytesPerBatch) === "more";
        tail.flush();
        if (sink.batch.length > 0 || sink.points.length > 0) {
          yield this.batchOf(sink);
          sink.clear();
        }
        await setImmediate();
      }
    } finally {
      tail.close();
    }
  }

  private open(sink: EventSink): RunTail {
    this.tail = new RunTail(this.options, sink);
    this.tail.watch(this.run);
    return this.tail;
  }

  private batchOf(sink: FilteringSink): RunBatch {
    return {
      tagOf: (index) => this.tail!.tagOf(index),
      scalars: sink.batch,
      points: sink.points,
    };
  }
}
