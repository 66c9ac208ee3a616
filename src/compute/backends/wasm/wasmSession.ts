import { updateColumns } from "../../graph/update.js";
import type { Executable, RunArray, Session, StepRequest, StepResult } from "../backend.js";
import type { Program, RunStart } from "../program.js";
import { paddedRows } from "./kernelFunction.js";
import {
  compileTrainingModule,
  maxSteps,
  type TrainingExports,
  type TrainingModule,
} from "./trainingModule.js";

const pageBytes = 65536;

/** Compiles a program to WebAssembly. Whole blocks of steps run inside. */
export function wasmExecutable(program: Program): Executable {
  const compiled = compileTrainingModule(program);
  return {
    device: "WebAssembly",
    start: (starts) =>
      Promise.resolve(
        new WasmSession(starts.map((start) => new WasmRun(program, compiled, start))),
      ),
  };
}

class WasmSession implements Session {
  constructor(private readonly runs: readonly WasmRun[]) {}

  advance(request: StepRequest): Promise<readonly StepResult[]> {
    return Promise.resolve(
      this.runs.map((run, index) => run.advance(request, request.scalars[index])),
    );
  }

  read(array: RunArray, run: number): Promise<Float64Array> {
    return Promise.resolve(this.runs[run].read(array));
  }

  writeParameters(run: number, values: ArrayLike<number>): Promise<void> {
    this.runs[run].writeParameters(values);
    return Promise.resolve();
  }

  evaluate(set: string): Promise<readonly Float64Array[]> {
    return Promise.resolve(this.runs.map((run) => run.evaluate(set)));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** A run has a module's instance of its own. */
class WasmRun {
  private readonly exports: TrainingExports;
  private readonly sets: ReadonlyMap<string, { readonly address: number; readonly rows: number }>;
  private readonly scalars: Float32Array;
  private readonly parameters: Float32Array;
  /** Which of the batches in memory was the last. */
  private lastBatch = 0;
  private stopped = false;

  constructor(
    private readonly program: Program,
    private readonly compiled: TrainingModule,
    private readonly start: RunStart,
  ) {
    const instance = new WebAssembly.Instance(compiled.module);
    this.exports = instance.exports as unknown as TrainingExports;
    this.sets = this.placeSets(start.sets);
    const { memory } = compiled;
    this.scalars = this.floats(memory.scalars, program.scalars.length * maxSteps);
    this.parameters = this.column(updateColumns.parameters);
    this.parameters.set(start.parameters);
    program.update.initial.forEach((values, index) => this.column(index + 1).set(values));
    for (const [rows, address] of memory.sampleMasks) {
      new Int32Array(this.exports.memory.buffer, address, rows).fill(-1);
    }
    if (memory.drawing) this.placeDrawing(memory.drawing);
  }

  advance({ kernel, steps }: StepRequest, rows: Float64Array): StepResult {
    const { memory } = this.compiled;
    const advance = this.exports[`advance${kernel}`];
    const width = this.program.scalars.length;
    const most = memory.drawing ? maxSteps : Math.min(maxSteps, memory.batchCount);
    let done = 0;
    while (done < steps && !this.stopped) {
      const count = Math.min(steps - done, most);
      if (!memory.drawing) for (let i = 0; i < count; i++) this.fillBatch(i);
      this.scalars.set(rows.subarray(done * width, (done + count) * width));
      const made = advance(count);
      done += made;
      if (!memory.drawing) this.lastBatch = made - 1;
      this.stopped = this.floats(memory.broken, 1)[0] > 0;
    }
    return { steps: done, stopped: this.stopped };
  }

  read(array: RunArray): Float64Array {
    switch (array) {
      case "results": {
        const { resultCount } = this.program;
        return Float64Array.from(this.floats(this.compiled.memory.results, resultCount));
      }
      case "batch":
        return this.readBatch();
      case "parameters":
      case "gradients":
      case "before":
        return Float64Array.from(this.column(updateColumns[array]));
    }
  }

  writeParameters(values: ArrayLike<number>): void {
    this.parameters.set(values);
    this.stopped = false;
  }

  evaluate(name: string): Float64Array {
    const { memory } = this.compiled;
    const { evaluation, setColumns } = this.program;
    const { address, rows } = this.sets.get(name)!;
    const { size } = evaluation.samples;
    const chunkBytes = setColumns * paddedRows(size) * 4;
    const results = this.floats(memory.evaluationResults, evaluation.outputs.length);
    const totals = new Float64Array(results.length);
    // Kernels take for granted that parameters are numbers.
    if (this.parameters.some(Number.isNaN)) return totals.fill(NaN);
    for (let start = 0; start < rows; start += size) {
      this.exports.evaluate(address + (start / size) * chunkBytes, memory.scalars);
      for (let i = 0; i < totals.length; i++) totals[i] += results[i];
    }
    return totals;
  }

  private floats(address: number, count: number): Float32Array {
    return new Float32Array(this.exports.memory.buffer, address, count);
  }

  private column(index: number): Float32Array {
    const { columns, columnBytes } = this.compiled.memory;
    return this.floats(columns + index * columnBytes, this.program.parameterCount);
  }

  /** Puts the data sets behind the module's own memory, part after part. */
  private placeSets(sets: RunStart["sets"]) {
    const { setColumns, evaluation } = this.program;
    const { size } = evaluation.samples;
    const chunkFloats = setColumns * paddedRows(size);
    const { pages } = this.compiled.memory;
    const places = new Map<string, { readonly address: number; readonly rows: number }>();
    let end = pages * pageBytes;
    for (const [name, { rows }] of Object.entries(sets)) {
      if (rows % size !== 0) throw new RangeError(`${rows} rows of ${name}, in parts of ${size}`);
      places.set(name, { address: end, rows });
      end += (rows / size) * chunkFloats * 4;
    }
    this.exports.memory.grow(Math.ceil(end / pageBytes) - pages);
    for (const [name, set] of Object.entries(sets)) {
      const { address } = places.get(name)!;
      for (let start = 0; start < set.rows; start += size) {
        const chunk = this.floats(address + (start / size) * chunkFloats * 4, chunkFloats);
        copyPadded(size, setColumns, chunk, (columns) => set.copyColumns(start, size, columns));
      }
    }
    return places;
  }

  private placeDrawing(addresses: ReadonlyMap<string, number>): void {
    for (const [name, address] of addresses) {
      const values = this.start.drawing?.[name];
      if (!values) throw new RangeError(`The run does not say what ${name} is at first`);
      const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      new Uint8Array(this.exports.memory.buffer, address).set(bytes);
    }
  }

  private batchAt(index: number): Float32Array {
    const { batch, batchBytes } = this.compiled.memory;
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
      batch.set(padded.subarray(column * stride, column * stride + rows), column * rows);
    }
    return batch;
  }
}

/** Columns are padded to whole vectors. */
function copyPadded(
  rows: number,
  columns: number,
  target: Float32Array,
  fill: (columns: Float32Array) => void,
): void {
  const stride = paddedRows(rows);
  if (stride === rows) return fill(target);
  const plain = new Float32Array(rows * columns);
  fill(plain);
  for (let column = 0; column < columns; column++) {
    target.set(plain.subarray(column * rows, (column + 1) * rows), column * stride);
  }
}
