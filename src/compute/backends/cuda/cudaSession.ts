import { updateColumns } from "../../graph/update.js";
import type { RunArray, Session, StepRequest, StepResult } from "../backend.js";
import type { Program, RunStart } from "../program.js";
import { address, word, type CudaDevice, type CudaModule } from "./device.js";
import { DeviceArrays } from "./deviceArrays.js";
import { evaluationWidth } from "./entries/evaluateEntry.js";
import { LaunchPace } from "./launchPace.js";
import type { ModuleLayout } from "./layout.js";
import { placeSets, type PlacedSet } from "./placedSets.js";
import { entryNames } from "./programPtx.js";
import { gridOfWarps } from "./ptx/ptxFunction.js";
import { RunRecords } from "./runRecords.js";
import { ScalarTables } from "./scalarTables.js";
import { SeparateSteps } from "./separateSteps.js";
import type { SessionParts, SessionSteps } from "./sessionParts.js";
import { SharedSteps } from "./sharedSteps.js";

/** Runs of a program on one device. What is asked for is done one after the other. */
export class CudaSession implements Session {
  private readonly parts: SessionParts;
  private readonly steps: SessionSteps;
  private readonly sets: ReadonlyMap<string, PlacedSet>;
  private readonly evaluated = new Map<number, number>();
  private last: Promise<unknown> = Promise.resolve();
  private isIdle = true;
  private isClosed = false;

  /** @param runs one of each program, then again one of each, and so on */
  constructor(
    device: CudaDevice,
    module: CudaModule,
    programs: readonly Program[],
    layout: ModuleLayout,
    runs: readonly RunStart[],
    private readonly onClose: () => void,
  ) {
    const stream = device.createStream();
    const arrays = new DeviceArrays(device, stream);
    try {
      const image = new RunRecords(programs, layout, runs);
      const records = arrays.place(image.bytes);
      const scalars = new ScalarTables(device, stream, arrays.alloc(4 * runs.length));
      const pace = new LaunchPace(device.limitsTime);
      const given = { device, stream, module, arrays, programs, layout, runs };
      this.parts = { ...given, image, records, scalars, pace };
      this.steps =
        programs.length === 1 ? new SeparateSteps(this.parts) : new SharedSteps(this.parts);
      this.sets = placeSets(arrays, programs, runs);
    } catch (error) {
      arrays.free();
      stream.destroy();
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
      session.steps.reserveThreads();
      await session.parts.stream.idle();
    } catch (error) {
      session.release();
      throw error;
    }
    return session;
  }

  advance(request: StepRequest): Promise<readonly StepResult[]> {
    return this.inTurn(async () => {
      const made = await this.steps.advance(request);
      const { image } = this.parts;
      return made.map((steps, run) => ({ steps, stopped: image.hasStopped(run) }));
    });
  }

  read(array: RunArray, run: number): Promise<Float64Array> {
    const { image } = this.parts;
    switch (array) {
      case "results":
        return Promise.resolve(Float64Array.from(image.resultsOf(run)));
      case "batch":
        return this.inTurn(() => this.steps.readBatch(run));
      case "parameters":
      case "gradients":
      case "before":
        return Promise.resolve(Float64Array.from(image.columnOf(run, updateColumns[array])));
    }
  }

  writeParameters(run: number, values: ArrayLike<number>): Promise<void> {
    return this.inTurn(async () => {
      const { image, stream, records } = this.parts;
      image.restart(run, values);
      stream.copyIn(records, image.bytes);
      await stream.idle();
    });
  }

  evaluate(name: string): Promise<readonly Float64Array[]> {
    return this.inTurn(async () => {
      const { programs, runs, arrays, image, module, records, stream } = this.parts;
      const { addresses, rows } = this.sets.get(name)!;
      const parts = rows / programs[0].evaluation.samples.size;
      const width = evaluationWidth(programs);
      const sums = new Float32Array(runs.length * parts * width);
      const results = this.evaluated.get(sums.length) ?? arrays.alloc(sums.byteLength);
      this.evaluated.set(sums.length, results);
      const warps = runs.length * parts;
      const args = [word(warps), word(parts), address(records)];
      const all = [...args, address(addresses), address(results)];
      module.launch(entryNames.evaluate, gridOfWarps(warps), all, stream);
      await stream.copyOut(new Uint8Array(sums.buffer), results);
      return runs.map((_, run) => {
        const totals = new Float64Array(image.programOf(run).evaluation.outputs.length);
        const parameters = image.columnOf(run, updateColumns.parameters);
        // Kernels take for granted that parameters are numbers.
        if (parameters.some(Number.isNaN)) return totals.fill(NaN);
        for (let part = 0; part < parts; part++) {
          const start = (run * parts + part) * width;
          for (let i = 0; i < totals.length; i++) totals[i] += sums[start + i];
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
    const { scalars, arrays, stream } = this.parts;
    scalars.free();
    arrays.free();
    stream.destroy();
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
}
