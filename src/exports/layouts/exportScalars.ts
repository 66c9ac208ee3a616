import type { Run, ScalarSeries } from "../../events/index.js";
import type { ExportedRun } from "./exportRun.js";
import { columnName } from "./metricTags.js";

/** What rows are made of. */
type Series = Pick<ScalarSeries, "tag" | "length" | "step" | "wallTime" | "value">;

/**
 * Any scalars of a run, tidy: one row per step at which one of them was logged, one column per tag.
 * `wall.time` is that of the row's first value.
 *
 * @returns undefined when the run logged none of the tags
 */
export function exportScalars(run: Run): ExportedRun | undefined {
  const series = [...run.scalars.values()].filter(({ length }) => length > 0);
  return exportSeries(run.name, series);
}

/** The same for some series, none of which is empty. */
export function exportSeries(name: string, series: readonly Series[]): ExportedRun | undefined {
  if (series.length === 0) return undefined;
  const steps = allSteps(series);
  const times = new Float64Array(steps.length).fill(NaN);
  const columns = new Map<string, Float64Array>([
    ["step", steps],
    ["wall.time", times],
  ]);
  for (const { tag, step, wallTime, value, length } of series) {
    const column = new Float64Array(steps.length).fill(NaN);
    let row = 0;
    for (let i = 0; i < length; i++) {
      row = rowOf(step[i], steps, row);
      column[row] = value[i]!;
      // Written so that a missing time (NaN) counts as later.
      if (!(times[row] <= wallTime[i])) times[row] = wallTime[i]!;
    }
    columns.set(columnName(tag), column);
  }
  return { name, columns };
}

/** The steps of all series, ascending and once each. Most often they all have the same ones. */
function allSteps(series: readonly Series[]): Float64Array {
  const [first] = series;
  const isShared = series.every(
    (other) =>
      other.length === first.length && other.step.every((step, i) => step === first.step[i]),
  );
  if (isShared) return distinct(first.step.slice(0, first.length));
  const total = series.reduce((sum, { length }) => sum + length, 0);
  const steps = new Float64Array(total);
  let end = 0;
  for (const { step, length } of series) {
    steps.set(step.subarray(0, length), end);
    end += length;
  }
  return distinct(steps);
}

/** Ascending and once each, in place. */
function distinct(steps: Float64Array): Float64Array {
  const isAscending = steps.every((step, i) => i === 0 || steps[i - 1] < step);
  if (isAscending) return steps;
  steps.sort();
  let kept = 0;
  for (const step of steps) if (kept === 0 || steps[kept - 1] !== step) steps[kept++] = step;
  return steps.slice(0, kept);
}

/** The row of a step, which is mostly `guess` or the one after it. */
function rowOf(step: number, steps: Float64Array, guess: number): number {
  if (steps[guess] === step) return guess;
  if (steps[guess + 1] === step) return guess + 1;
  let low = 0;
  let high = steps.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle] < step) low = middle + 1;
    else high = middle;
  }
  return low;
}
