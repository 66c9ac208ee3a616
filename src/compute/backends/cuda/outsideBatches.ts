import type { Program, RunStart } from "../program.js";
import type { DeviceArrays } from "./deviceArrays.js";
import { padColumns } from "./placedSets.js";
import { paddedColumn } from "./ptx/kernelWriter.js";

/** Bytes of batches that are made on the host and handed over at once. */
const mostBytes = 1 << 24;

/** Batches of runs that are made on the host, as many steps ahead as there is room for. */
export class OutsideBatches {
  readonly address: number;
  /** Steps. */
  readonly most: number;
  /** Which of the batches on the device was each run's last. */
  private readonly last: number[];

  constructor(
    private readonly arrays: DeviceArrays,
    private readonly program: Program,
    private readonly batchBytes: number,
    private readonly runs: readonly RunStart[],
  ) {
    const bytes = runs.length * batchBytes;
    this.most = Math.max(1, Math.min(1000, Math.floor(mostBytes / bytes)));
    this.address = arrays.alloc(this.most * bytes);
    this.last = runs.map(() => 0);
  }

  get bytesOfRun(): number {
    return this.most * this.batchBytes;
  }

  /** Makes the next batches of the runs that go on. */
  fill(steps: number, goesOn: (run: number) => boolean): void {
    const { rows, columns } = this.program.batch;
    const stride = paddedColumn(rows);
    const plain = new Float32Array(rows * columns);
    this.runs.forEach((run, index) => {
      if (!goesOn(index)) return;
      const all = new Float32Array((steps * this.batchBytes) / 4);
      for (let step = 0; step < steps; step++) {
        run.nextBatch(plain);
        padColumns(plain, rows, all.subarray(step * columns * stride), stride);
      }
      this.arrays.copyIn(this.address + index * this.bytesOfRun, all);
    });
  }

  /** Notes how many of them each run has used. */
  note(stepsOf: (run: number) => number): void {
    for (const run of this.last.keys()) {
      const steps = stepsOf(run);
      if (steps > 0) this.last[run] = steps - 1;
    }
  }

  /** The address of a run's last batch. */
  lastOf(run: number): number {
    return this.address + run * this.bytesOfRun + this.last[run] * this.batchBytes;
  }
}
