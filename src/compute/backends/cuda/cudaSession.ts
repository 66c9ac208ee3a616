import { updateColumns } from "../../graph/update.js";
import type { Executable, RunArray, Session, StepRequest, StepResult } from "../backend.js";
import type { DataSet, Program, RunStart } from "../program.js";
import { address, word, type CudaDevice, type CudaModule } from "./device.js";
import { DeviceArrays } from "./deviceArrays.js";
import { layOutRun, type RunLayout } from "./layout.js";
import { entryNames, writeProgram } from "./programPtx.js";
import { paddedColumn } from "./ptx/kernelWriter.js";
import { threadsOfBlock, warpThreads } from "./ptx/ptxFunction.js";

/** Milliseconds that a launch is made to take at most, where the device ends longer ones or not. */
const launchMilliseconds = { limited: 200, unlimited: 500 } as const;

/** Steps of a first launch, from which the time of a step is taken. */
const firstSteps = 16;

/** Bytes of batches that are made on the host and handed over at once. */
const outsideBatchBytes = 1 << 24;

/** Compiles a program for a GPU: a warp computes a run. */
export function cudaExecutable(program: Program, device: CudaDevice): Executable {
  const layout = layOutRun(program);
  const module = device.load(writeProgram(program, layout));
  return {
    device: device.name,
    start: (runs) => Promise.resolve(new CudaSession(device, module, program, layout, runs)),
  };
}

class CudaSession implements Session {
  private readonly arrays: DeviceArrays;
  private readonly records: number;
  private readonly works: number;
  private readonly batches: number;
  private readonly scalarStarts: number;
  private readonly sets = new Map<string, { readonly addresses: number; readonly rows: number }>();
  /** Records as they were read last. */
  private readonly image: DataView;
  private scalars: { readonly address: number; readonly bytes: number } | null = null;
  private readonly stopped: boolean[];
  private readonly lastBatch: Float64Array[];
  private stepsAtOnce = firstSteps;

  constructor(
    private readonly device: CudaDevice,
    private readonly module: CudaModule,
    private readonly program: Program,
    private readonly layout: RunLayout,
    private readonly runs: readonly RunStart[],
  ) {
    this.arrays = new DeviceArrays(device);
    const count = runs.length;
    try {
      this.records = this.arrays.alloc(layout.recordBytes * count);
      this.works = this.arrays.alloc(layout.workBytes * count);
      this.batches = this.arrays.alloc(
        program.drawing?.cuda ? 0 : this.batchCount * this.bytesOfBatches,
      );
      this.scalarStarts = this.arrays.alloc(4 * count);
      this.image = new DataView(new ArrayBuffer(layout.recordBytes * count));
      this.placeSets();
      runs.forEach((run, index) => this.initialise(run, index));
      this.writeRecords();
    } catch (error) {
      this.arrays.free();
      throw error;
    }
    this.stopped = runs.map(() => false);
    this.lastBatch = runs.map(() => new Float64Array(0));
  }

  advance({ kernel, steps, scalars }: StepRequest): Promise<readonly StepResult[]> {
    const made = this.runs.map(() => 0);
    this.writeScalars(scalars);
    const width = this.program.scalars.length;
    let done = 0;
    while (done < steps && this.stopped.includes(false)) {
      const most = this.program.drawing?.cuda ? this.stepsAtOnce : this.batchCount;
      const count = Math.min(steps - done, most);
      if (!this.program.drawing?.cuda) this.fillBatches(count);
      const start = performance.now();
      this.module.launch(entryNames.advance(kernel), blocksOf(this.runs.length), [
        word(this.runs.length),
        address(this.records),
        address(this.works),
        address(this.batches),
        word(this.batchCount * this.layout.batchBytes),
        address(this.scalars!.address + 4 * done * width),
        address(this.scalarStarts),
        word(count),
      ]);
      this.readRecords();
      this.adapt(count, performance.now() - start);
      this.runs.forEach((_, run) => this.note(run, made));
      done += count;
    }
    return Promise.resolve(
      made.map((total, run) => ({ steps: total, stopped: this.stopped[run] })),
    );
  }

  read(array: RunArray, run: number): Promise<Float64Array> {
    const { layout, program } = this;
    const start = run * layout.recordBytes;
    switch (array) {
      case "results":
        return Promise.resolve(this.floats(start + layout.results, program.resultCount));
      case "batch":
        return Promise.resolve(this.readBatch(run));
      case "parameters":
      case "gradients":
      case "before": {
        const column = start + layout.columns + updateColumns[array] * layout.columnBytes;
        return Promise.resolve(this.floats(column, program.parameterCount));
      }
    }
  }

  writeParameters(run: number, values: ArrayLike<number>): Promise<void> {
    this.setFloats(run * this.layout.recordBytes + this.layout.columns, values);
    this.image.setUint32(run * this.layout.recordBytes + this.layout.stopped, 0, true);
    this.stopped[run] = false;
    this.writeRecords();
    return Promise.resolve();
  }

  async evaluate(name: string): Promise<readonly Float64Array[]> {
    const { evaluation } = this.program;
    const { addresses, rows } = this.sets.get(name)!;
    const parts = rows / evaluation.samples.size;
    const width = evaluation.outputs.length;
    const sums = new Float32Array(this.runs.length * parts * width);
    const results = this.device.alloc(Math.max(4, sums.byteLength));
    try {
      this.module.launch(entryNames.evaluate, blocksOf(this.runs.length * parts), [
        word(this.runs.length * parts),
        word(parts),
        address(this.records),
        address(addresses),
        address(results),
      ]);
      this.device.copyOut(new Uint8Array(sums.buffer), results);
    } finally {
      this.device.free(results);
    }
    const parameters = await Promise.all(this.runs.map((_, run) => this.read("parameters", run)));
    return parameters.map((values, run) => {
      const totals = new Float64Array(width);
      // Kernels take for granted that parameters are numbers.
      if (values.some(Number.isNaN)) return totals.fill(NaN);
      for (let part = 0; part < parts; part++) {
        for (let i = 0; i < width; i++) totals[i] += sums[(run * parts + part) * width + i];
      }
      return totals;
    });
  }

  close(): Promise<void> {
    this.arrays.free();
    if (this.scalars) this.device.free(this.scalars.address);
    this.scalars = null;
    return Promise.resolve();
  }

  /** Batches that a run has in memory at once where they are made on the host. */
  private get batchCount(): number {
    const bytes = this.runs.length * this.layout.batchBytes;
    return Math.max(1, Math.min(1000, Math.floor(outsideBatchBytes / bytes)));
  }

  private get bytesOfBatches(): number {
    return this.runs.length * this.layout.batchBytes;
  }

  /** Takes from a launch how many steps the next one makes. */
  private adapt(steps: number, milliseconds: number): void {
    const most = launchMilliseconds[this.device.limitsTime ? "limited" : "unlimited"];
    const ofStep = Math.max(milliseconds, 0.01) / steps;
    this.stepsAtOnce = Math.max(1, Math.min(8 * this.stepsAtOnce, Math.floor(most / ofStep)));
  }

  private note(run: number, made: number[]): void {
    const record = run * this.layout.recordBytes;
    made[run] += this.image.getUint32(record + this.layout.steps, true);
    this.stopped[run] = this.image.getUint32(record + this.layout.stopped, true) !== 0;
  }

  private initialise(run: RunStart, index: number): void {
    const { layout, program } = this;
    const column = (place: number) =>
      index * layout.recordBytes + layout.columns + place * layout.columnBytes;
    this.setFloats(column(updateColumns.parameters), run.parameters);
    program.update.initial.forEach((values, place) => this.setFloats(column(place + 1), values));
    for (const name of layout.drawing.keys()) {
      const values = run.drawing?.[name];
      if (values)
        this.arrays.copyIn(
          this.works + index * layout.workBytes + layout.drawing.get(name)!,
          values,
        );
    }
  }

  /** Data sets that several runs share are put into memory once. */
  private placeSets(): void {
    const known = new Map<DataSet, number>();
    const names = Object.keys(this.runs[0]?.sets ?? {});
    for (const name of names) {
      const addresses = BigUint64Array.from(this.runs, ({ sets }) => {
        const set = sets[name];
        const place = known.get(set) ?? this.arrays.place(this.columnsOf(set));
        known.set(set, place);
        return BigInt(place);
      });
      this.sets.set(name, {
        addresses: this.arrays.place(addresses),
        rows: this.runs[0].sets[name].rows,
      });
    }
  }

  /** A data set part after part, each of padded columns. */
  private columnsOf(set: DataSet): Float32Array {
    const { evaluation, setColumns } = this.program;
    const { size } = evaluation.samples;
    if (set.rows % size !== 0) throw new RangeError(`${set.rows} rows, in parts of ${size}`);
    const stride = paddedColumn(size);
    const columns = new Float32Array((set.rows / size) * setColumns * stride);
    const plain = new Float32Array(size * setColumns);
    for (let start = 0; start < set.rows; start += size) {
      set.copyColumns(start, size, plain);
      const part = (start / size) * setColumns * stride;
      for (let column = 0; column < setColumns; column++) {
        const values = plain.subarray(column * size, (column + 1) * size);
        columns.set(values, part + column * stride);
      }
    }
    return columns;
  }

  private fillBatches(count: number): void {
    const { rows, columns } = this.program.batch;
    const stride = paddedColumn(rows);
    const plain = new Float32Array(rows * columns);
    this.runs.forEach((run, index) => {
      const all = new Float32Array((count * this.layout.batchBytes) / 4);
      for (let step = 0; step < count; step++) {
        run.nextBatch(plain);
        for (let column = 0; column < columns; column++) {
          const values = plain.subarray(column * rows, (column + 1) * rows);
          all.set(values, (step * columns + column) * stride);
        }
      }
      const place = this.batches + index * this.batchCount * this.layout.batchBytes;
      this.arrays.copyIn(place, all);
      this.lastBatch[index] = Float64Array.from(plain);
    });
  }

  private readBatch(run: number): Float64Array {
    if (!this.program.drawing?.cuda) return this.lastBatch[run].slice();
    const { rows, columns } = this.program.batch;
    const stride = paddedColumn(rows);
    const padded = new Float32Array(stride * columns);
    const place = this.works + run * this.layout.workBytes + this.layout.batch;
    this.device.copyOut(new Uint8Array(padded.buffer), place);
    const batch = new Float64Array(rows * columns);
    for (let column = 0; column < columns; column++) {
      batch.set(padded.subarray(column * stride, column * stride + rows), column * rows);
    }
    return batch;
  }

  /** Tables that runs share are put into memory once. */
  private writeScalars(tables: readonly Float64Array[]): void {
    const distinct = [...new Set(tables)];
    const starts = new Map<Float64Array, number>();
    const all = new Float32Array(distinct.reduce((sum, { length }) => sum + length, 0));
    let end = 0;
    for (const table of distinct) {
      starts.set(table, end);
      all.set(table, end);
      end += table.length;
    }
    if (!this.scalars || this.scalars.bytes < all.byteLength) {
      if (this.scalars) this.device.free(this.scalars.address);
      const bytes = Math.max(4, all.byteLength);
      this.scalars = { address: this.device.alloc(bytes), bytes };
    }
    this.arrays.copyIn(this.scalars.address, all);
    this.arrays.copyIn(
      this.scalarStarts,
      Uint32Array.from(tables, (table) => starts.get(table)!),
    );
  }

  private readRecords(): void {
    this.device.copyOut(new Uint8Array(this.image.buffer), this.records);
  }

  private writeRecords(): void {
    this.device.copyIn(this.records, new Uint8Array(this.image.buffer));
  }

  private floats(at: number, count: number): Float64Array {
    return Float64Array.from(new Float32Array(this.image.buffer, at, count));
  }

  private setFloats(at: number, values: ArrayLike<number>): void {
    new Float32Array(this.image.buffer, at, values.length).set(values);
  }
}

function blocksOf(warps: number): number {
  return Math.ceil((warps * warpThreads) / threadsOfBlock);
}
