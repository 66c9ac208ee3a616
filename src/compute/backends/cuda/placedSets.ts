import type { DataSet, Program, RunStart } from "../program.js";
import type { DeviceArrays } from "./deviceArrays.js";
import { paddedColumn } from "./ptx/kernelWriter.js";

/** A set of several runs by one name. */
export interface PlacedSet {
  /** The address of an array with that of each run's set. */
  readonly addresses: number;
  readonly rows: number;
}

/** Puts the runs' data sets on a device; those that several runs share once. */
export function placeSets(
  arrays: DeviceArrays,
  programs: readonly Program[],
  runs: readonly RunStart[],
): ReadonlyMap<string, PlacedSet> {
  const known = new Map<DataSet, number>();
  const placed = new Map<string, PlacedSet>();
  for (const [name, { rows }] of Object.entries(runs[0]?.sets ?? {})) {
    const addresses = BigUint64Array.from(runs, ({ sets }, run) => {
      const set = sets[name];
      const program = programs[run % programs.length];
      const place = known.get(set) ?? arrays.place(columnsOf(set, program));
      known.set(set, place);
      return BigInt(place);
    });
    placed.set(name, { addresses: arrays.place(addresses), rows });
  }
  return placed;
}

/** A data set part after part, each of padded columns. */
function columnsOf(set: DataSet, { evaluation, setColumns }: Program): Float32Array {
  const { size } = evaluation.samples;
  if (set.rows % size !== 0) throw new RangeError(`${set.rows} rows, in parts of ${size}`);
  const stride = paddedColumn(size);
  const columns = new Float32Array((set.rows / size) * setColumns * stride);
  const plain = new Float32Array(size * setColumns);
  for (let start = 0; start < set.rows; start += size) {
    set.copyColumns(start, size, plain);
    padColumns(plain, size, columns.subarray((start / size) * setColumns * stride), stride);
  }
  return columns;
}

/** Copies columns of some rows to columns of at least as many. */
export function padColumns(
  plain: Float32Array,
  rows: number,
  padded: Float32Array,
  stride: number,
): void {
  for (let column = 0; column * rows < plain.length; column++) {
    padded.set(plain.subarray(column * rows, (column + 1) * rows), column * stride);
  }
}
