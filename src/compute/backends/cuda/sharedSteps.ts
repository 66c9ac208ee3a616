import type { StepRequest } from "../backend.js";
import { address, word } from "./device.js";
import { entryNames } from "./programPtx.js";
import { warpThreads } from "./ptx/ptxFunction.js";
import { beginDrawing, readColumns, type SessionParts, type SessionSteps } from "./sessionParts.js";

/** Steps of runs that share their batches: a block draws them for a run of each program. */
export class SharedSteps implements SessionSteps {
  private readonly works: number;
  private readonly spans: number;
  private readonly blocks: readonly number[];
  /** What runs that have stopped learnt from last, as others go on. */
  private readonly lastBatches = new Map<number, Float64Array>();

  constructor(private readonly parts: SessionParts) {
    const { arrays, layout, programs, runs } = parts;
    if (runs.length % programs.length !== 0) {
      throw new RangeError(`${runs.length} runs of ${programs.length} programs`);
    }
    this.blocks = [...Array(runs.length / programs.length).keys()];
    this.works = arrays.alloc(layout.work.bytes * this.blocks.length);
    this.spans = arrays.alloc(8 * this.blocks.length);
    for (const block of this.blocks) {
      beginDrawing(parts, runs[block * programs.length], this.workOf(block));
    }
  }

  reserveThreads(): void {
    this.launch(0);
  }

  async advance({ steps, scalars }: StepRequest): Promise<readonly number[]> {
    const { stream, image, records, runs, pace } = this.parts;
    const made = runs.map(() => 0);
    this.parts.scalars.write(scalars);
    const done = this.blocks.map(() => 0);
    for (;;) {
      const counts = this.blocks.map((block) =>
        this.runsOf(block).some((run) => !image.hasStopped(run))
          ? Math.min(steps - done[block], pace.most)
          : 0,
      );
      const most = Math.max(...counts);
      if (most === 0) return made;
      const spans = Uint32Array.from(counts.flatMap((count, block) => [done[block], count]));
      stream.copyIn(this.spans, new Uint8Array(spans.buffer));
      const goesOn = runs.map((_, run) => !image.hasStopped(run));
      stream.mark("start");
      this.launch(this.blocks.length);
      stream.mark("end");
      await stream.copyOut(image.bytes, records);
      pace.note(most, stream.elapsed());
      for (const block of this.blocks) {
        const ofBlock = this.runsOf(block);
        // Those that go on make all of the block's steps.
        done[block] += Math.max(...ofBlock.map((run) => image.stepsOf(run)));
        for (const run of ofBlock) {
          made[run] += image.stepsOf(run);
          if (goesOn[run] && image.hasStopped(run)) {
            this.lastBatches.set(run, await this.readFrom(run));
          }
        }
      }
    }
  }

  async readBatch(run: number): Promise<Float64Array> {
    const kept = this.parts.image.hasStopped(run) ? this.lastBatches.get(run) : undefined;
    return kept?.slice() ?? this.readFrom(run);
  }

  private readFrom(run: number): Promise<Float64Array> {
    const { layout, programs } = this.parts;
    const slot = run % programs.length;
    const inputs = [...Array(programs[slot].batch.columns - 1).keys()];
    const place = this.workOf(Math.floor(run / programs.length)) + layout.work.batch;
    return readColumns(this.parts, place, [...inputs, layout.lastColumns[slot]]);
  }

  private runsOf(block: number): readonly number[] {
    return this.parts.programs.map((_, slot) => block * this.parts.programs.length + slot);
  }

  private workOf(block: number): number {
    return this.works + block * this.parts.layout.work.bytes;
  }

  private launch(blocks: number): void {
    const { module, records, scalars, stream, programs } = this.parts;
    module.launch(
      entryNames.advance(0),
      { blocks: this.blocks.length, threads: programs.length * warpThreads },
      [
        word(blocks),
        address(records),
        address(this.works),
        address(scalars.address),
        address(scalars.starts),
        address(this.spans),
      ],
      stream,
    );
  }
}
