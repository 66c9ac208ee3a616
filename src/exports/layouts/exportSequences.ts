import type { Run, ScalarSeries } from "../../events/index.js";
import type { ExportedRun, NumberColumn } from "./exportedRun.js";
import { columnName, isSparsityError, isWeightText } from "./metricTags.js";
import { parseTensorText } from "./parseTensorText.js";

/** What only runs on sequences of images log: the error of sequences of some length. */
export const isSequenceMetric = (tag: string): boolean =>
  /^metric\/test\/extrapolation\/\d+\/mse$/.test(tag);

const isErrorTag = (tag: string): boolean =>
  tag === rowTag || tag === "metric/valid/mse" || isSequenceMetric(tag);

/** The scalars and texts that their table is made of. */
export const isSequenceScalar = (tag: string): boolean =>
  isErrorTag(tag) || tag === epochTag || isSparsityError(tag);
export const isCellText = (tag: string): boolean =>
  /^\/?network\/cell\/recurrent\//.test(tag) && isWeightText(tag);

const rowTag = "metric/train/mse";
const epochTag = "epoch";

/**
 * The rows of a run on sequences of images by the original exporter's rules: a row for each step at which metrics were
 * logged. Steps are counted from 0 there, and in logs from 1. `recursive.weight` is the weight on the cell's last
 * output: the last number of the first matrix of weights that was logged as text; cells without one leave it empty.
 *
 * @returns undefined when the run logged no such metrics
 */
export function exportSequences(run: Run): ExportedRun | undefined {
  const rows = run.scalars.get(rowTag);
  if (rows === undefined || rows.length === 0) return undefined;
  const rowOf = new Map(
    Array.from(rows.step.subarray(0, rows.length), (step, index) => [step, index]),
  );
  const columns = new Map<string, NumberColumn>();
  const place = (series: ScalarSeries): void => {
    columns.set(columnName(series.tag), column(series, rowOf));
  };
  place(rows);
  const steps = Float64Array.from(rowOf.keys());
  columns.set("step", { values: steps.map((step) => step - 1) });
  columns.set("wall.time", { values: Float64Array.from(rows.wallTime.subarray(0, rows.length)) });
  const epochs = run.scalars.get(epochTag);
  if (epochs) place(epochs);
  [...run.scalars.values()]
    .filter(({ tag, length }) => isErrorTag(tag) && tag !== rowTag && length > 0)
    .sort((a, b) => a.order[0] - b.order[0])
    .forEach(place);
  columns.set("recursive.weight", recursiveWeights(run, rowOf));
  columns.set("sparse.error.max", sparsityErrors(run, rowOf));
  return { name: run.name, rows: rowOf.size, columns };
}

type RowOf = ReadonlyMap<number, number>;

function column({ step, value, length }: ScalarSeries, rowOf: RowOf): NumberColumn {
  const { values, missing } = blank(rowOf);
  for (let i = 0; i < length; i++) {
    const row = rowOf.get(step[i]);
    if (row === undefined) continue;
    values[row] = value[i];
    missing[row] = 0;
  }
  return { values, missing: missing.includes(1) ? missing : "none" };
}

function sparsityErrors(run: Run, rowOf: RowOf): NumberColumn {
  const { values, missing } = blank(rowOf);
  for (const { tag, step, value, length } of run.scalars.values()) {
    if (!isSparsityError(tag)) continue;
    for (let i = 0; i < length; i++) {
      const row = rowOf.get(step[i]);
      if (row === undefined) continue;
      values[row] = missing[row] === 1 ? value[i] : Math.max(values[row], value[i]);
      missing[row] = 0;
    }
  }
  return { values, missing };
}

function recursiveWeights(run: Run, rowOf: RowOf): NumberColumn {
  const { values, missing } = blank(rowOf);
  const orders = new Float64Array(rowOf.size).fill(Infinity);
  for (const { tag, step, text, order, length } of run.texts.values()) {
    if (!isCellText(tag)) continue;
    for (let i = 0; i < length; i++) {
      const row = rowOf.get(step[i]);
      const weight = parseTensorText(text[i])?.at(-1);
      if (row === undefined || weight === undefined || order[i] >= orders[row]) continue;
      orders[row] = order[i];
      values[row] = weight;
      missing[row] = 0;
    }
  }
  return { values, missing };
}

function blank(rowOf: RowOf): { values: Float64Array; missing: Uint8Array } {
  return {
    values: new Float64Array(rowOf.size).fill(NaN),
    missing: new Uint8Array(rowOf.size).fill(1),
  };
}
