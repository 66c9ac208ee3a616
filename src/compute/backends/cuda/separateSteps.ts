import type { StepRequest } from "../backend.js";
import { address, word } from "./device.js";
import { OutsideBatches } from "./outsideBatches.js";
import { entryNames } from "./programPtx.js";
import { gridOfWarps } from "./ptx/ptxFunction.js";
import { beginDrawing, readColumns, type SessionParts, type SessionSteps } from "./sessionParts.js";

/** Steps of runs of one program that know nothing of each other. */
export class SeparateSteps implements SessionSteps {
  private readonly works: number;
  /** Undefined: the device draws them. */
  private readonly batches: OutsideBatches | undefined;

  constructor(private readonly parts: SessionParts) {
    const { arrays, layout, programs, runs } = parts;
    const [program] = programs;
    this.works = arrays.alloc(layout.work.bytes * runs.length);
    this.batches = program.drawing?.cuda
      ? undefined
      : new OutsideBatches(arrays, program, layout.batchBytes, runs);
    runs.forEach((run, index) => beginDrawing(parts, run, this.workOf(index)));
  }

  reserveThreads(): void {
    for (const kernel of this.parts.programs[0].steps.keys()) this.launch(kernel, 0, 0, 0);
  }

  async advance({ kernel, steps, scalars }: StepRequest): Promise<readonly number[]> {
    const { stream, image, records, runs, programs, pace } = this.parts;
    const made = runs.map(() => 0);
    const goesOn = (run: number) => !image.hasStopped(run);
    this.parts.scalars.write(scalars);
    for (let done = 0; done < steps && runs.some((_, run) => goesOn(run));) {
      const count = Math.min(steps - done, this.batches?.most ?? Infinity, pace.most);
      this.batches?.fill(count, goesOn);
      stream.mark("start");
      this.launch(kernel, runs.length, count, 4 * done * programs[0].scalars.length);
      stream.mark("end");
      await stream.copyOut(image.bytes, records);
      pace.note(count, stream.elapsed());
      for (const run of made.keys()) made[run] += image.stepsOf(run);
      this.batches?.note((run) => image.stepsOf(run));
      done += count;
    }
    return made;
  }

  readBatch(run: number): Promise<Float64Array> {
    const { layout, programs } = this.parts;
    const place = this.batches?.lastOf(run) ?? this.workOf(run) + layout.work.batch;
    return readColumns(this.parts, place, [...Array(programs[0].batch.columns).keys()]);
  }

  private workOf(run: number): number {
    return this.works + run * this.parts.layout.work.bytes;
  }

  private launch(kernel: number, runs: number, steps: number, scalarBytes: number): void {
    const { module, records, scalars, stream } = this.parts;
    module.launch(
      entryNames.advance(kernel),
      gridOfWarps(this.parts.runs.length),
      [
        word(runs),
        address(records),
        address(this.works),
        address(this.batches?.address ?? 0),
        word(this.batches?.bytesOfRun ?? 0),
        address(scalars.address + scalarBytes),
        address(scalars.starts),
        word(steps),
      ],
      stream,
    );
  }
}
