import type { Program } from "../program.js";
import { paddedColumn } from "./ptx/kernelWriter.js";

/**
 * Where a run's numbers are, in bytes. What is read back after each launch lies in a record; what only
 * the GPU needs lies in its work, elsewhere.
 */
export interface RunLayout {
  /** Steps that the last launch made, and whether the run has stopped: two integers. */
  readonly steps: number;
  readonly stopped: number;
  /** The update's columns, one after the other. */
  readonly columns: number;
  readonly columnBytes: number;
  readonly results: number;
  readonly recordBytes: number;
  /** The batch, where it is drawn on the GPU, and what its drawing needs, by name. */
  readonly batch: number;
  readonly drawing: ReadonlyMap<string, number>;
  readonly workBytes: number;
  readonly batchBytes: number;
}

/** Arrays begin at multiples of this. */
const alignment = 128;

export function layOutRun(program: Program): RunLayout {
  const record = reserver();
  const [steps, stopped] = [record.reserve(4, 4), record.reserve(4, 4)];
  const columnBytes = 4 * paddedColumn(program.parameterCount);
  const columns = record.reserve(columnBytes * (1 + program.update.initial.length));
  const results = record.reserve(4 * program.resultCount);
  const work = reserver();
  const batchBytes = 4 * program.batch.columns * paddedColumn(program.batch.rows);
  const drawing = new Map<string, number>();
  let batch = 0;
  if (program.drawing?.cuda) {
    batch = work.reserve(batchBytes);
    for (const [name, bytes] of Object.entries(program.drawing.cuda.arrays)) {
      drawing.set(name, work.reserve(bytes));
    }
  }
  return {
    steps,
    stopped,
    columns,
    columnBytes,
    results,
    recordBytes: record.end(),
    batch,
    drawing,
    workBytes: work.end(),
    batchBytes,
  };
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
