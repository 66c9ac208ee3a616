import { updateColumns } from "../../graph/update.js";
import type { RunArray, Session, StepRequest, StepResult } from "../backend.js";
import type { Program, RunStart } from "../program.js";
import {
  address,
  word,
  type CudaDevice,
  type CudaGrid,
  type CudaModule,
  type CudaStream,
} from "./device.js";
import { DeviceArrays } from "./deviceArrays.js";
import type { RunLayout } from "./layout.js";
import { OutsideBatches } from "./outsideBatches.js";
import { placeSets, type PlacedSet } from "./placedSets.js";
import { entryNames } from "./programPtx.js";
import { paddedColumn } from "./ptx/kernelWriter.js";
import { threadsOfBlock, warpThreads } from "./ptx/ptxFunction.js";
import { RunRecords } from "./runRecords.js";
import { ScalarTables } from "./scalarTables.js";

/** Milliseconds that a launch is made to take at most, where the device ends longer ones or not. */
const launchMilliseconds = { limited: 200, unlimited: 500 } as const;

/** Steps of a first launch, from which the time of a step is taken. */
const firstSteps = 16;

/** Runs of a program on one device. What is asked for is done one after the other. */
export class CudaSession implements Session {
  private readonly stream: CudaStream;
  private readonly arrays: DeviceArrays;
  private readonly image: RunRecords;
  private readonly addresses: Readonly<Record<"records" | "works", number>>;
  private readonly sets: ReadonlyMap<string, PlacedSet>;
  private readonly scalars: ScalarTables;
  /** Undefined: the device draws them. */
  private readonly batches: OutsideBatches | undefined;
  private readonly evaluated = new Map<number, number>();
  private stepsAtOnce = firstSteps;
  private last: Promise<unknown> = Promise.resolve();
  private isIdle = true;
  private isClosed = false;

  constructor(
    private readonly device: CudaDevice,
    private readonly module: CudaModule,
    private readonly program: Program,
    private readonly layout: RunLayout,
    private readonly runs: readonly RunStart[],
    private readonly onClose: () => void,
  ) {
    this.stream = device.createStream();
    this.arrays = new DeviceArrays(device, this.stream);
    try {
      this.image = new RunRecords(program, layout, runs);
      this.addresses = {
        records: this.arrays.place(this.image.bytes),
        works: this.arrays.alloc(layout.workBytes * runs.length),
      };
      this.batches = program.drawing?.cuda
        ? undefined
        : new OutsideBatches(this.arrays, program, layout, runs);
      this.scalars = new ScalarTables(device, this.stream, this.arrays.alloc(4 * runs.length));
      this.sets = placeSets(this.arrays, program, runs);
      runs.forEach((run, index) => this.beginDrawing(run, index));
    } catch (error) {
      this.arrays.free();
      this.stream.destroy();
      throw error;
    }
  }

  /**
   * Puts everything on the device that runs need.
   *
   * @param onClose called once
   * @throws {OutOfMemory} before anything is computed
   */
  static async begin(...given: ConstructorParameters<typeof CudaSession>): Promise<CudaSession> {
    const session = new CudaSession(...given);
    try {
      await session.reserveThreads();
    } catch (error) {
      session.release();
      throw error;
    }
    return session;
  }

  advance({ kernel, steps, scalars }: StepRequest): Promise<readonly StepResult[]> {
    return this.inTurn(async () => {
      const made = this.runs.map(() => 0);
      const goesOn = (run: number) => !this.image.hasStopped(run);
      this.scalars.write(scalars);
      for (let done = 0; done < steps && this.runs.some((_, run) => goesOn(run));) {
        const count = Math.min(steps - done, this.batches?.most ?? Infinity, this.stepsAtOnce);
        this.batches?.fill(count, goesOn);
        this.stream.mark("start");
        this.launch(kernel, this.runs.length, count, 4 * done * this.program.scalars.length);
        this.stream.mark("end");
        await this.stream.copyOut(this.image.bytes, this.addresses.records);
        this.adapt(count, this.stream.elapsed());
        for (const run of made.keys()) made[run] += this.image.stepsOf(run);
        this.batches?.note((run) => this.image.stepsOf(run));
        done += count;
      }
      return made.map((total, run) => ({ steps: total, stopped: !goesOn(run) }));
    });
  }

  read(array: RunArray, run: number): Promise<Float64Array> {
    switch (array) {
      case "results":
        return Promise.resolve(Float64Array.from(this.image.resultsOf(run)));
      case "batch":
        return this.inTurn(() => this.readBatch(run));
      case "parameters":
      case "gradients":
      case "before":
        return Promise.resolve(Float64Array.from(this.image.columnOf(run, updateColumns[array])));
    }
  }

  writeParameters(run: number, values: ArrayLike<number>): Promise<void> {
    return this.inTurn(async () => {
      this.image.restart(run, values);
      this.stream.copyIn(this.addresses.records, this.image.bytes);
      await this.stream.idle();
    });
  }

  evaluate(name: string): Promise<readonly Float64Array[]> {
    return this.inTurn(async () => {
      const { evaluation } = this.program;
      const { addresses, rows } = this.sets.get(name)!;
      const parts = rows / evaluation.samples.size;
      const width = evaluation.outputs.length;
      const sums = new Float32Array(this.runs.length * parts * width);
      const results = this.evaluated.get(sums.length) ?? this.arrays.alloc(sums.byteLength);
      this.evaluated.set(sums.length, results);
      const warps = this.runs.length * parts;
      const args = [word(warps), word(parts), address(this.addresses.records)];
      this.module.launch(
        entryNames.evaluate,
        gridOf(warps),
        [...args, address(addresses), address(results)],
        this.stream,
      );
      await this.stream.copyOut(new Uint8Array(sums.buffer), results);
      return this.runs.map((_, run) => {
        const totals = new Float64Array(width);
        const parameters = this.image.columnOf(run, updateColumns.parameters);
        // Kernels take for granted that parameters are numbers.
        if (parameters.some(Number.isNaN)) return totals.fill(NaN);
        for (let part = 0; part < parts; part++) {
          for (let i = 0; i < width; i++) totals[i] += sums[(run * parts + part) * width + i];
        }
        return totals;
      });
    });
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    // What is under way uses the memory.
    await this.last.catch(() => undefined);
    this.release();
    this.onClose();
  }

  private release(): void {
    this.scalars.free();
    this.arrays.free();
    this.stream.destroy();
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    // What may begin now begins before this returns: others then do something meanwhile.
    const result = this.isIdle ? work() : this.last.then(work, work);
    this.isIdle = false;
    const settled = result.then(
      () => undefined,
      () => undefined,
    );
    this.last = settled;
    void settled.then(() => {
      if (this.last === settled) this.isIdle = true;
    });
    return result;
  }

  /** Starts no run, but as many threads: whether they fit is known before anything is trained. */
  private async reserveThreads(): Promise<void> {
    for (const kernel of this.program.steps.keys()) this.launch(kernel, 0, 0, 0);
    await this.stream.idle();
  }

  private launch(kernel: number, runs: number, steps: number, scalarBytes: number): void {
    this.module.launch(
      entryNames.advance(kernel),
      gridOf(this.runs.length),
      [
        word(runs),
        address(this.addresses.records),
        address(this.addresses.works),
        address(this.batches?.address ?? 0),
        word(this.batches?.bytesOfRun ?? 0),
        address(this.scalars.address + scalarBytes),
        address(this.scalars.starts),
        word(steps),
      ],
      this.stream,
    );
  }

  /** Takes from a launch how many steps the next one makes. */
  private adapt(steps: number, milliseconds: number): void {
    const most = launchMilliseconds[this.device.limitsTime ? "limited" : "unlimited"];
    const ofStep = Math.max(milliseconds, 0.01) / steps;
    this.stepsAtOnce = Math.max(1, Math.min(8 * this.stepsAtOnce, Math.floor(most / ofStep)));
  }

  private beginDrawing(run: RunStart, index: number): void {
    const { drawing, workBytes } = this.layout;
    for (const [name, place] of drawing) {
      const values = run.drawing?.[name];
      if (values) this.arrays.copyIn(this.addresses.works + index * workBytes + place, values);
    }
  }

  private async readBatch(run: number): Promise<Float64Array> {
    const { rows, columns } = this.program.batch;
    const stride = paddedColumn(rows);
    const padded = new Float32Array(stride * columns);
    const { workBytes, batch: inWork } = this.layout;
    const drawn = this.addresses.works + run * workBytes + inWork;
    const place = this.batches?.lastOf(run) ?? drawn;
    await this.stream.copyOut(new Uint8Array(padded.buffer), place);
    const batch = new Float64Array(rows * columns);
    for (let column = 0; column < columns; column++) {
      batch.set(padded.subarray(column * stride, column * stride + rows), column * rows);
    }
    return batch;
  }
}

function gridOf(warps: number): CudaGrid {
  return { blocks: Math.ceil((warps * warpThreads) / threadsOfBlock), threads: threadsOfBlock };
}
