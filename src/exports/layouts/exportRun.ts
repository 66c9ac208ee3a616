import type { Run, ScalarSeries, TextSeries } from "../../events/index.js";
import { smallest } from "../../util/lists/longLists.js";
import { UserError } from "../../util/userError.js";
import type { ExportedRun, NumberColumn } from "./exportedRun.js";
import {
  columnName,
  isGateMean,
  isGateText,
  isImaginarySparsityError,
  isSparsityError,
  isWeightText,
  metricTags,
} from "./metricTags.js";
import { parseTensorText } from "./parseTensorText.js";

/** What the exporter adds to the columns that it always writes. */
export interface ExportColumns {
  /** Mean gates of NALU layers (`--export-gate`). */
  readonly gateMeans?: boolean;
  /** First two weights and gates of texts (`--verbose` of the original). */
  readonly weights?: boolean;
  readonly gates?: boolean;
}

/**
 * The table rows of one run by the original exporter's rules: a row per step at which one of the
 * metrics was logged, sparsity errors combined into their maximum over layers.
 *
 * @returns undefined when the run logged none of the metrics
 * @throws {UserError} when a metric lacks more than the one value that a killed run can lack
 */
export function exportRun(run: Run, options: ExportColumns = {}): ExportedRun | undefined {
  const metrics = [...run.scalars.values()]
    .filter(({ tag }) => isMetric(tag, options) && run.scalars.get(tag)!.length > 0)
    .sort((a, b) => a.order[0] - b.order[0]);
  if (metrics.length === 0) return undefined;

  const rows = rowIndex(metrics);
  const columns = new Map<string, NumberColumn>();
  const place = (series: ScalarSeries) => {
    const name = columnName(series.tag);
    if (columns.has(name)) throw sameName(run, series.tag, name);
    columns.set(name, metricColumn(run, series, rows));
  };
  place(metrics[0]);
  columns.set("step", { values: Float64Array.from(rows.keys()) });
  columns.set("wall.time", { values: wallTimes(metrics, rows) });
  // With gates the original's columns stand in the order of the log: a first layer without one comes before.
  const sparsityStart = options.gateMeans ? firstSparsityError(run) : Infinity;
  const isBefore = ({ order }: ScalarSeries): boolean => order[0] < sparsityStart;
  const others = metrics.slice(1);
  others.filter(isBefore).forEach(place);
  if (!others.every(isBefore)) columns.set("sparse.error.max", sparsityErrors(run, rows));
  others.filter((series) => !isBefore(series)).forEach(place);

  const firstTwo = (name: string, letter: string, matches: (tag: string) => boolean) => {
    const [first, second] = tensorElements(run, rows, matches);
    columns.set(`${name}.${letter}0`, { values: first });
    columns.set(`${name}.${letter}1`, { values: second });
  };
  if (options.weights) firstTwo("weights", "w", isWeightText);
  if (!columns.has("sparse.error.max")) {
    columns.set("sparse.error.max", sparsityErrors(run, rows));
  }
  if (options.gates) firstTwo("gate", "g", isGateText);
  return { name: run.name, rows: rows.size, columns };
}

/** @throws {UserError} when more values are missing than a run that was killed between two metrics lacks */
function metricColumn(run: Run, series: ScalarSeries, rows: Map<number, number>): NumberColumn {
  const values = empty(rows.size);
  const missing = new Uint8Array(rows.size).fill(1);
  for (let i = 0; i < series.length; i++) {
    const row = rows.get(series.step[i])!;
    values[row] = series.value[i];
    missing[row] = 0;
  }
  refuseGaps(run, series, rows.size);
  return { values, missing: missing.includes(1) ? missing : "none" };
}

function sameName(run: Run, tag: string, column: string): UserError {
  return new UserError(
    `${run.directory}: "${tag}" and another tag would both be the column "${column}".\n` +
      `Export such logs with --tags "*", where columns are called as the tags are.`,
  );
}

const isMetric = (tag: string, { gateMeans }: ExportColumns): boolean =>
  (metricTags as readonly string[]).includes(tag) || (gateMeans === true && isGateMean(tag));

const empty = (rows: number): Float64Array => new Float64Array(rows).fill(NaN);

/** step -> row, in the order in which the steps were logged first. */
function rowIndex(metrics: readonly ScalarSeries[]): Map<number, number> {
  const [first] = metrics;
  // Mostly all metrics are logged at the same steps, each in the order of the log.
  const isShared = metrics.every(
    ({ step, length }) =>
      length === first.length && step.subarray(0, length).every((s, i) => s === first.step[i]),
  );
  if (isShared) return new Map(Array.from(first.step.subarray(0, first.length), (s, i) => [s, i]));
  const points = metrics.flatMap((series) =>
    Array.from({ length: series.length }, (_, i) => [series.order[i], series.step[i]] as const),
  );
  const rows = new Map<number, number>();
  for (const [, step] of points.sort((a, b) => a[0] - b[0])) {
    if (!rows.has(step)) rows.set(step, rows.size);
  }
  return rows;
}

/** Seconds since 1970 of the first metric of each row. */
function wallTimes(metrics: readonly ScalarSeries[], rows: Map<number, number>): Float64Array {
  const times = empty(rows.size);
  const orders = new Float64Array(rows.size).fill(Infinity);
  for (const series of metrics) {
    for (let i = 0; i < series.length; i++) {
      const row = rows.get(series.step[i])!;
      if (series.order[i] >= orders[row]) continue;
      orders[row] = series.order[i]!;
      times[row] = series.wallTime[i]!;
    }
  }
  return times;
}

/** A run that was killed between two metrics lacks the last value of one of them; more is a fault. */
function refuseGaps(run: Run, series: ScalarSeries, rows: number): void {
  const missing = rows - series.length;
  if (missing <= 1) return;
  throw new UserError(
    `${run.directory}: "${series.tag}" has ${series.length} values where the other metrics have ${rows}: ` +
      `rows of this run would not belong together.\n` +
      `Export such logs with --tags "metric/*", which keeps every value at its own step.`,
  );
}

/** Where in the log the first sparsity error stands. */
function firstSparsityError({ scalars }: Run): number {
  const orders = [...scalars.values()]
    .filter(({ tag, length }) => isSparsityError(tag) && length > 0)
    .map(({ order }) => order[0]);
  return smallest(orders);
}

/** Maximum over the weight matrices of a step, plus the error of imaginary parts. */
function sparsityErrors(run: Run, rows: Map<number, number>): NumberColumn {
  const errors = empty(rows.size);
  const missing = new Uint8Array(rows.size).fill(1);
  const series = [...run.scalars.values()].filter(({ tag }) => isSparsityError(tag));
  const combine = (
    { step, value, length }: ScalarSeries,
    merge: (old: number, next: number) => number,
  ) => {
    for (let i = 0; i < length; i++) {
      const row = rows.get(step[i]);
      if (row === undefined) continue;
      errors[row] = missing[row] === 1 ? value[i] : merge(errors[row], value[i]);
      missing[row] = 0;
    }
  };
  for (const real of series.filter(({ tag }) => !isImaginarySparsityError(tag))) {
    combine(real, Math.max);
  }
  for (const imaginary of series.filter(({ tag }) => isImaginarySparsityError(tag))) {
    combine(imaginary, (old, next) => old + next);
  }
  return { values: errors, missing };
}

/** The first two elements of the first matching tensor of each step. */
function tensorElements(
  run: Run,
  rows: Map<number, number>,
  matches: (tag: string) => boolean,
): [Float64Array, Float64Array] {
  const elements: [Float64Array, Float64Array] = [empty(rows.size), empty(rows.size)];
  const orders = new Float64Array(rows.size).fill(Infinity);
  for (const series of run.texts.values()) {
    if (matches(series.tag)) takeFirst(run, series, rows, orders, elements);
  }
  return elements;
}

function takeFirst(
  run: Run,
  series: TextSeries,
  rows: Map<number, number>,
  orders: Float64Array,
  [first, second]: [Float64Array, Float64Array],
): void {
  for (let i = 0; i < series.length; i++) {
    const row = rows.get(series.step[i]);
    if (row === undefined || series.order[i] >= orders[row]) continue;
    const tensor = parseTensorText(series.text[i]);
    if (tensor === null) {
      throw new UserError(
        `${run.directory}: the text "${series.tag}" at step ${series.step[i]} is no matrix of numbers: ` +
          `${JSON.stringify(series.text[i].slice(0, 60))}.\nExport this run without weights and gates.`,
      );
    }
    orders[row] = series.order[i]!;
    first[row] = tensor[0] ?? NaN;
    second[row] = tensor[1] ?? NaN;
  }
}
