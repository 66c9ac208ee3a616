import { updateColumns } from "../../graph/update.js";
import type { RunArray, StepRequest, StepResult } from "../backend.js";
import type { Columns, DataSet, Program, RunStart } from "../program.js";
import type { ComputedRun } from "../runsSession.js";
import { paddedRows } from "./lanes.js";
import type { ModuleMemory } from "./memoryLayout.js";
import { maxSteps, type TrainingExports } from "./trainingModule.js";

const pageBytes = 65536;

/** What a run is computed by. */
export interface RunCode {
  readonly memory: WebAssembly.Memory;
  readonly evaluate: TrainingExports["evaluate"];
  /** Makes steps: see {@link TrainingExports}. */
  readonly advance: (kernel: number, steps: number) => number;
  /** Whether batches are drawn by compiled code. */
  readonly draws: boolean;
}

/** A run's numbers in the memory of a module's instance. */
export class WasmRun implements ComputedRun {
  private readonly sets = new Map<string, { readonly address: number; readonly rows: number }>();
  /** Which of the batches in memory was the last. */
  private lastBatch = 0;
  private stopped = false;
  /** The one that a run stopped at. */
  private finalBatch: Float64Array = new Float64Array(0);

  /** @param placed data sets that are in the memory already, and where; grows */
  constructor(
    private readonly program: Program,
    private readonly memory: ModuleMemory,
    private readonly code: RunCode,
    private readonly start: RunStart,
    placed: Map<DataSet, number>,
  ) {
    for (const [name, set] of Object.entries(start.sets)) {
      const address = placed.get(set) ?? this.placeSet(name, set);
      placed.set(set, address);
      this.sets.set(name, { address, rows: set.rows });
    }
    this.column(updateColumns.parameters).set(start.parameters);
    program.update.initial.forEach((values, index) => this.column(index + 1).set(values));
  }

  get hasStopped(): boolean {
    return this.stopped;
  }

  /** Numbers that each step is given. */
  get scalarCount(): number {
    return this.program.scalars.length;
  }

  advance({ kernel, steps }: StepRequest, rows: Float64Array): StepResult {
    const { draws } = this.code;
    const width = this.scalarCount;
    const most = draws ? maxSteps : Math.min(maxSteps, this.memory.batchCount);
    let done = 0;
    while (done < steps && !this.stopped) {
      const count = Math.min(steps - done, most);
      if (!draws) for (let i = 0; i < count; i++) this.fillBatch(i);
      this.setScalars(rows.subarray(done * width, (done + count) * width));
      const made = this.code.advance(kernel, count);
      done += made;
      if (!draws) this.lastBatch = made - 1;
      this.noteWhetherStopped();
    }
    return { steps: done, stopped: this.stopped };
  }

  /** Sets the numbers of the next steps. */
  setScalars(rows: Float64Array): void {
    this.floats(this.memory.scalars, rows.length).set(rows);
  }

  /** Looks whether the last step left a parameter that is not a number. */
  noteWhetherStopped(): void {
    this.stopped = this.floats(this.memory.broken, 1)[0] > 0;
    // Runs that share the batch may go on.
    if (this.stopped) this.finalBatch = this.readBatch();
  }

  read(array: RunArray): Float64Array {
    switch (array) {
      case "results":
        return Float64Array.from(this.floats(this.memory.results, this.program.resultCount));
      case "batch":
        return this.stopped ? this.finalBatch.slice() : this.readBatch();
      case "parameters":
      case "gradients":
      case "before":
        return Float64Array.from(this.column(updateColumns[array]));
    }
  }

  writeParameters(values: ArrayLike<number>): void {
    this.column(updateColumns.parameters).set(values);
    this.stopped = false;
  }

  evaluate(name: string): Float64Array {
    const { evaluation, setColumns } = this.program;
    const { address, rows } = this.sets.get(name)!;
    const { size } = evaluation.samples;
    const chunkBytes = setColumns * paddedRows(size) * 4;
    const results = this.floats(this.memory.evaluationResults, evaluation.outputs.length);
    const totals = new Float64Array(results.length);
    // Kernels take for granted that parameters are numbers.
    if (this.column(updateColumns.parameters).some(Number.isNaN)) return totals.fill(NaN);
    for (let start = 0; start < rows; start += size) {
      this.code.evaluate(address + (start / size) * chunkBytes, this.memory.scalars);
      for (let i = 0; i < totals.length; i++) totals[i] += results[i];
    }
    return totals;
  }

  private floats(address: number, count: number): Float32Array {
    return new Float32Array(this.code.memory.buffer, address, count);
  }

  private column(index: number): Float32Array {
    const { columns, columnBytes } = this.memory;
    return this.floats(columns + index * columnBytes, this.program.parameterCount);
  }

  /** Puts a data set behind all that is in the memory, part after part. */
  private placeSet(name: string, set: DataSet): number {
    const { setColumns, evaluation } = this.program;
    const { size } = evaluation.samples;
    if (set.rows % size !== 0) {
      throw new RangeError(`${set.rows} rows of ${name}, in parts of ${size}`);
    }
    const chunkFloats = setColumns * paddedRows(size);
    const pages = Math.ceil(((set.rows / size) * chunkFloats * 4) / pageBytes);
    const address = this.code.memory.grow(pages) * pageBytes;
    for (let start = 0; start < set.rows; start += size) {
      const chunk = this.floats(address + (start / size) * chunkFloats * 4, chunkFloats);
      copyPadded(size, setColumns, chunk, (columns) => set.copyColumns(start, size, columns));
    }
    return address;
  }

  private batchAt(index: number): Float32Array {
    const { batch, batchBytes } = this.memory;
    return this.floats(batch + index * batchBytes, batchBytes / 4);
  }

  private fillBatch(index: number): void {
    const { rows, columns } = this.program.batch;
    copyPadded(rows, columns, this.batchAt(index), this.start.nextBatch);
  }

  private readBatch(): Float64Array {
    const { rows, columns } = this.program.batch;
    const stride = paddedRows(rows);
    const padded = this.batchAt(this.lastBatch);
    const batch = new Float64Array(rows * columns);
    for (let column = 0; column < columns; column++) {
      const start = stride * (column === columns - 1 ? this.memory.lastColumn : column);
      batch.set(padded.subarray(start, start + rows), column * rows);
    }
    return batch;
  }
}

/** Columns are padded to whole vectors. */
function copyPadded(
  rows: number,
  columns: number,
  target: Float32Array,
  fill: (columns: Columns) => void,
): void {
  const stride = paddedRows(rows);
  if (stride === rows) return fill(target);
  const plain = new Float32Array(rows * columns);
  fill(plain);
  for (let column = 0; column < columns; column++) {
    target.set(plain.subarray(column * rows, (column + 1) * rows), column * stride);
  }
}
