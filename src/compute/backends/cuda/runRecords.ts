import { updateColumns } from "../../graph/update.js";
import type { Program, RunStart } from "../program.js";
import type { RunLayout } from "./layout.js";

/** The records of runs as they were on the device last. */
export class RunRecords {
  readonly bytes: Uint8Array;
  private readonly view: DataView;

  constructor(
    private readonly program: Program,
    private readonly layout: RunLayout,
    runs: readonly RunStart[],
  ) {
    this.bytes = new Uint8Array(layout.recordBytes * runs.length);
    this.view = new DataView(this.bytes.buffer);
    runs.forEach(({ parameters }, run) => {
      this.columnOf(run, updateColumns.parameters).set(parameters);
      program.update.initial.forEach((values, place) => this.columnOf(run, place + 1).set(values));
    });
  }

  /** Steps that the last launch made. */
  stepsOf(run: number): number {
    return this.view.getUint32(run * this.layout.recordBytes + this.layout.steps, true);
  }

  hasStopped(run: number): boolean {
    return this.view.getUint32(run * this.layout.recordBytes + this.layout.stopped, true) !== 0;
  }

  resultsOf(run: number): Float32Array {
    const start = run * this.layout.recordBytes + this.layout.results;
    return new Float32Array(this.bytes.buffer, start, this.program.resultCount);
  }

  /** One of the update's columns. */
  columnOf(run: number, column: number): Float32Array {
    const { recordBytes, columns, columnBytes } = this.layout;
    const start = run * recordBytes + columns + column * columnBytes;
    return new Float32Array(this.bytes.buffer, start, this.program.parameterCount);
  }

  /** Gives a run other parameters, from which it goes on. */
  restart(run: number, parameters: ArrayLike<number>): void {
    this.columnOf(run, updateColumns.parameters).set(parameters);
    this.view.setUint32(run * this.layout.recordBytes + this.layout.stopped, 0, true);
  }
}
