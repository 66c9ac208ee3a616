import type { Program } from "../program.js";
import { paddedColumn } from "./ptx/kernelWriter.js";

/** Where a run's numbers are that are read back after each launch, in bytes. */
export interface RecordLayout {
  /** Steps that the last launch made, and whether the run has stopped: two integers. */
  readonly steps: number;
  readonly stopped: number;
  /** The update's columns, one after the other. */
  readonly columns: number;
  readonly columnBytes: number;
  readonly results: number;
}

/** Where what only the GPU needs is: of a run, or of runs that share their batches. */
export interface WorkLayout {
  /** The batch, where it is drawn on the GPU, and what its drawing needs, by name. */
  readonly batch: number;
  readonly drawing: ReadonlyMap<string, number>;
  readonly bytes: number;
}

/** Where the numbers of a module's runs are. */
export interface ModuleLayout {
  /** Of the runs of each program. */
  readonly records: readonly RecordLayout[];
  /** From a run to the next one. */
  readonly recordBytes: number;
  readonly work: WorkLayout;
  readonly batchBytes: number;
  /** What the columns behind the inputs hold, where the GPU draws them. */
  readonly targets: readonly string[];
  /** Which column of the batch is the last one of each program. */
  readonly lastColumns: readonly number[];
}

/** Arrays begin at multiples of this. */
const alignment = 128;

/** @param programs one, or several whose runs share their batches */
export function layOut(programs: readonly Program[]): ModuleLayout {
  const [{ batch, drawing }] = programs;
  const records = programs.map(layOutRecord);
  const targets = [...new Set(programs.flatMap(({ drawing: of }) => of?.target ?? []))];
  // Of several programs all but the last column are the same inputs.
  const columns = programs.length === 1 ? batch.columns : batch.columns - 1 + targets.length;
  const batchBytes = 4 * columns * paddedColumn(batch.rows);
  const work = reserver();
  const arrays = new Map<string, number>();
  let place = 0;
  if (drawing?.cuda) {
    place = work.reserve(batchBytes);
    for (const [name, bytes] of Object.entries(drawing.cuda.arrays)) {
      arrays.set(name, work.reserve(bytes));
    }
  }
  return {
    records,
    recordBytes: Math.max(...records.map(({ bytes }) => bytes)),
    work: { batch: place, drawing: arrays, bytes: work.end() },
    batchBytes,
    targets,
    lastColumns: programs.map((program) =>
      programs.length === 1
        ? batch.columns - 1
        : batch.columns - 1 + targets.indexOf(program.drawing!.target),
    ),
  };
}

function layOutRecord(program: Program): RecordLayout & { readonly bytes: number } {
  const record = reserver();
  const [steps, stopped] = [record.reserve(4, 4), record.reserve(4, 4)];
  const columnBytes = 4 * paddedColumn(program.parameterCount);
  const columns = record.reserve(columnBytes * (1 + program.update.initial.length));
  const results = record.reserve(4 * program.resultCount);
  return { steps, stopped, columns, columnBytes, results, bytes: record.end() };
}

function reserver() {
  let end = 0;
  const align = (bytes: number) => Math.ceil(end / bytes) * bytes;
  return {
    reserve(bytes: number, multiple = alignment): number {
      const at = align(multiple);
      end = at + bytes;
      return at;
    },
    end: () => align(alignment),
  };
}
