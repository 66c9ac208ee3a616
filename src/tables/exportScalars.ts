import type { Run } from "../events/index.js";
import type { ExportedRun } from "./exportRun.js";
import { columnName } from "./metricTags.js";

/**
 * Any scalars of a run, tidy: one row per step at which one of them was logged, one column per tag.
 * `wall.time` is that of the row's first value.
 *
 * @returns undefined when the run logged none of the tags
 */
export function exportScalars(run: Run): ExportedRun | undefined {
  const series = [...run.scalars.values()].filter(({ length }) => length > 0);
  if (series.length === 0) return undefined;
  const steps = new Set<number>();
  for (const { step, length } of series) for (let i = 0; i < length; i++) steps.add(step[i]);
  const rows = new Map([...steps].sort((a, b) => a - b).map((step, row) => [step, row]));

  const times = new Float64Array(rows.size).fill(NaN);
  const columns = new Map<string, Float64Array>([
    ["step", Float64Array.from(rows.keys())],
    ["wall.time", times],
  ]);
  for (const { tag, step, wallTime, value, length } of series) {
    const column = new Float64Array(rows.size).fill(NaN);
    for (let i = 0; i < length; i++) {
      const row = rows.get(step[i])!;
      column[row] = value[i]!;
      // Written so that a missing time (NaN) counts as later.
      if (!(times[row] <= wallTime[i])) times[row] = wallTime[i]!;
    }
    columns.set(columnName(tag), column);
  }
  return { name: run.name, columns };
}
