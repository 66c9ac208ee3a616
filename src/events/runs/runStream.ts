import { setImmediate } from "node:timers/promises";
import { findRuns, type FindOptions, type RunDirectory } from "./findRuns.js";
import { HeldValues } from "../supersede/heldValues.js";
import { keepsAll, supersedeRule } from "../supersede/rule.js";
import { FilteringSink, NotingSink } from "../supersede/streamSinks.js";
import type { Superseded } from "../supersede/superseded.js";
import { SupersededPoints } from "../supersede/supersededPoints.js";
import type { Loss } from "../files/loss.js";
import type { Point } from "../decode/point.js";
import type { ReadOptions } from "../decode/readOptions.js";
import { RunTail } from "./runTail.js";
import type { ScalarBatch } from "../decode/scalarBatch.js";
import type { Tag } from "../decode/tag.js";
import { makeWorkspace, type Workspace } from "./workspace.js";

/**
 * Some values of a run in the order of the log; where the rule sorts, a value that comes out of order waits
 * for those of its tag with lower steps.
 */
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
  /**
   * Read large runs once as well, handing on their values at once. Throws SupersededError when values turn
   * up that take back some of them or belong before them.
   */
  readonly assumeNoRestarts?: boolean;
}

/** Runs with more scalars are not held in memory. */
const mostHeldScalars = 500_000;

/** Values that were handed on already are superseded, or out of order. */
export class SupersededError extends Error {
  override readonly name = "SupersededError";
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
  /** Of the first reading: it alone checks and counts. */
  private tail: RunTail | undefined;
  private leftOut: readonly Superseded[] = [];

  constructor(
    readonly run: RunDirectory,
    private readonly options: ReadOptions = {},
    private readonly limits: StreamLimits = {},
    /** Memory to read with; streams that share it must not be read at the same time. */
    private readonly workspace: Workspace = makeWorkspace(options),
  ) {
    this.bytesPerBatch = limits.bytesPerBatch ?? 2 ** 20;
  }

  /** Complete when the last batch was taken. */
  get tags(): readonly Tag[] {
    return this.tail?.tags ?? [];
  }

  get losses(): readonly Loss[] {
    return this.tail?.losses ?? [];
  }

  /** What was left out because other values took its place. */
  get superseded(): readonly Superseded[] {
    return this.leftOut;
  }

  get bytesRead(): number {
    return this.tail?.bytesRead ?? 0;
  }

  get records(): number {
    return this.tail?.records ?? 0;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<RunBatch> {
    for (const batch of this.batches()) {
      if (batch === undefined) await setImmediate();
      else yield batch;
    }
  }

  /** The batches for those who cannot wait; undefined where others may have their turn. */
  *batches(): Generator<RunBatch | undefined, void> {
    const rule = supersedeRule(this.options);
    const superseded = new SupersededPoints(rule);
    this.leftOut = [];
    const { held } = this.workspace;
    held.clear();
    if (keepsAll(rule)) {
      const sink = new FilteringSink(superseded, held);
      this.tail = new RunTail(this.options, sink, new Map(), this.workspace);
      yield* this.pass(this.tail, sink);
      return;
    }
    const first = new NotingSink(superseded, held);
    const learnt = new RunTail(this.options, first, new Map(), this.workspace);
    this.tail = learnt;
    const outcome = yield* this.learn(learnt, first);
    if (outcome === "held") {
      const rest = new FilteringSink(superseded, superseded.any ? new HeldValues() : held);
      if (superseded.any) rest.takeAll(held);
      this.leftOut = rest.summary((index) => learnt.tagOf(index));
      yield this.batchOf(learnt, rest.held);
    } else if (outcome === "not held") {
      held.clear();
      const sink = new FilteringSink(superseded, held);
      // What was found whole need not be checked again.
      const isWhole = !learnt.losses.some(({ kind }) => kind === "payload-checksum");
      const options: ReadOptions = isWhole ? { ...this.options, checksums: "none" } : this.options;
      const tail = new RunTail(options, sink, learnt.offsets, this.workspace);
      yield* this.pass(tail, sink);
      this.leftOut = sink.summary((index) => tail.tagOf(index));
    }
  }

  /** The first reading. Says where the values are now. */
  private *learn(
    tail: RunTail,
    sink: NotingSink,
  ): Generator<RunBatch | undefined, "held" | "not held" | "handed on"> {
    const { held, superseded } = sink;
    let state: "held" | "not held" | "handed on" = "held";
    tail.watch(this.run);
    try {
      for (let more = true; more; yield undefined) {
        more = tail.advance(this.bytesPerBatch) === "more";
        if (state === "held" && this.isTooLarge(tail, held)) {
          const trusts = this.limits.assumeNoRestarts === true && !superseded.any;
          state = trusts ? "handed on" : "not held";
          if (!trusts) sink.stopHolding();
        }
        if (state !== "handed on") continue;
        tail.flush();
        if (superseded.any) throw new SupersededError(this.run.name);
        if (!held.isEmpty) yield this.batchOf(tail, held);
        held.clear();
      }
    } finally {
      tail.close();
    }
    return state;
  }

  private isTooLarge(tail: RunTail, held: HeldValues): boolean {
    const bytes = this.limits.mostHeldFileBytes ?? 32 * 2 ** 20;
    return (
      tail.bytesExpected > bytes || tail.pointBytes > bytes || held.scalars.length > mostHeldScalars
    );
  }

  private *pass(tail: RunTail, sink: FilteringSink): Generator<RunBatch | undefined, void> {
    const { held } = sink;
    tail.watch(this.run);
    try {
      for (let more = true; more;) {
        more = tail.advance(this.bytesPerBatch) === "more";
        tail.flush();
        if (!more) sink.finish();
        if (!held.isEmpty) yield this.batchOf(tail, held);
        held.clear();
        yield undefined;
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
  yield* openStreams(await findRuns(logDirectory, options), options, () => limits);
}

/** Runs as streams. Each must be read to its end, or left, before the next is taken. */
export function* openStreams(
  runs: Iterable<RunDirectory>,
  options: ReadOptions,
  limitsOf: (run: RunDirectory) => StreamLimits,
): Generator<RunStream, void> {
  const workspace = makeWorkspace(options);
  for (const run of runs) yield new RunStream(run, options, limitsOf(run), workspace);
}
