import type { Run } from "../../events/index.js";
import { floatType, type Table } from "../../tables/table.js";

/**
 * Every scalar of some runs as one row: `name, tag, step, wall.time, value`, in the order of the
 * runs, of their tags' first appearance, and of the steps.
 */
export function longTable(runs: readonly Run[]): Table {
  const series = runs.flatMap((run) =>
    [...run.scalars.values()].map((scalars) => ({ name: run.name, scalars })),
  );
  const rows = series.reduce((sum, { scalars }) => sum + scalars.length, 0);
  const names = new Array<string>(rows);
  const tags = new Array<string>(rows);
  const steps = new Float64Array(rows);
  const times = new Float64Array(rows);
  const values = new Float64Array(rows);
  let start = 0;
  for (const { name, scalars } of series) {
    const end = start + scalars.length;
    names.fill(name, start, end);
    tags.fill(scalars.tag, start, end);
    steps.set(scalars.step.subarray(0, scalars.length), start);
    times.set(scalars.wallTime.subarray(0, scalars.length), start);
    values.set(scalars.value.subarray(0, scalars.length), start);
    start = end;
  }
  return {
    rows,
    columns: [
      { name: "name", type: "text", values: names },
      { name: "tag", type: "text", values: tags },
      { name: "step", type: "integer", values: steps },
      { name: "wall.time", type: "double", values: times },
      { name: "value", type: floatType(values), values },
    ],
  };
}
