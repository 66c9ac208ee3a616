import { updateColumns } from "../../graph/update.js";
import type { Program, RunStart } from "../program.js";
import type { ModuleLayout, RecordLayout } from "./layout.js";

/** The records of runs as they were on the device last. */
export class RunRecords {
  readonly bytes: Uint8Array;
  private readonly view: DataView;

  /** @param runs one of each program, then again one of each, and so on */
  constructor(
    private readonly programs: readonly Program[],
    private readonly layout: ModuleLayout,
    runs: readonly RunStart[],
  ) {
    this.bytes = new Uint8Array(layout.recordBytes * runs.length);
    this.view = new DataView(this.bytes.buffer);
    runs.forEach(({ parameters }, run) => {
      this.columnOf(run, updateColumns.parameters).set(parameters);
      const { initial } = this.programOf(run).update;
      initial.forEach((values, place) => this.columnOf(run, place + 1).set(values));
    });
  }

  programOf(run: number): Program {
    return this.programs[run % this.programs.length];
  }

  /** Steps that the last launch made. */
  stepsOf(run: number): number {
    return this.view.getUint32(this.startOf(run) + this.layoutOf(run).steps, true);
  }

  hasStopped(run: number): boolean {
    return this.view.getUint32(this.startOf(run) + this.layoutOf(run).stopped, true) !== 0;
  }

  resultsOf(run: number): Float32Array {
    const start = this.startOf(run) + this.layoutOf(run).results;
    return new Float32Array(this.bytes.buffer, start, this.programOf(run).resultCount);
  }

  /** One of the update's columns. */
  columnOf(run: number, column: number): Float32Array {
    const { columns, columnBytes } = this.layoutOf(run);
    const start = this.startOf(run) + columns + column * columnBytes;
    return new Float32Array(this.bytes.buffer, start, this.programOf(run).parameterCount);
  }

  /** Gives a run other parameters, from which it goes on. */
  restart(run: number, parameters: ArrayLike<number>): void {
    this.columnOf(run, updateColumns.parameters).set(parameters);
    this.view.setUint32(this.startOf(run) + this.layoutOf(run).stopped, 0, true);
  }

  private startOf(run: number): number {
    return run * this.layout.recordBytes;
  }

  private layoutOf(run: number): RecordLayout {
    return this.layout.records[run % this.programs.length];
  }
}
