import type { StepRequest } from "../backend.js";
import type { Program, RunStart } from "../program.js";
import type { CudaDevice, CudaModule, CudaStream } from "./device.js";
import type { DeviceArrays } from "./deviceArrays.js";
import type { LaunchPace } from "./launchPace.js";
import type { ModuleLayout } from "./layout.js";
import { paddedColumn } from "./ptx/kernelWriter.js";
import type { RunRecords } from "./runRecords.js";
import type { ScalarTables } from "./scalarTables.js";

/** What makes the steps of a session has of it. */
export interface SessionParts {
  readonly device: CudaDevice;
  readonly stream: CudaStream;
  readonly module: CudaModule;
  readonly arrays: DeviceArrays;
  readonly programs: readonly Program[];
  readonly layout: ModuleLayout;
  readonly runs: readonly RunStart[];
  readonly image: RunRecords;
  /** The address of the records. */
  readonly records: number;
  readonly scalars: ScalarTables;
  readonly pace: LaunchPace;
}

/** Makes the steps of a session's runs. */
export interface SessionSteps {
  /** Starts no run, but as many threads: whether they fit is known before anything is trained. */
  reserveThreads(): void;
  /** @returns how many steps each run made */
  advance(request: StepRequest): Promise<readonly number[]>;
  /** The batch of a run's last step, column after column. */
  readBatch(run: number): Promise<Float64Array>;
}

/** Puts what drawing starts from into a run's work. */
export function beginDrawing(
  { arrays, layout }: SessionParts,
  { drawing }: RunStart,
  work: number,
): void {
  for (const [name, place] of layout.work.drawing) {
    const values = drawing?.[name];
    if (values) arrays.copyIn(work + place, values);
  }
}

/** Reads columns of a batch in the device's memory. */
export async function readColumns(
  { stream, programs: [{ batch }] }: SessionParts,
  place: number,
  columns: readonly number[],
): Promise<Float64Array> {
  const { rows } = batch;
  const stride = paddedColumn(rows);
  const all = new Float32Array(stride * (1 + Math.max(...columns)));
  await stream.copyOut(new Uint8Array(all.buffer), place);
  const read = new Float64Array(rows * columns.length);
  columns.forEach((column, index) => {
    read.set(all.subarray(column * stride, column * stride + rows), index * rows);
  });
  return read;
}
