import type { Run } from "../events/index.js";
import { flattenHParamsTable, type HParamsTable } from "../events/index.js";
import { inferColumn } from "./inferColumn.js";
import type { Column, Table } from "./table.js";

/** One row per logged text: `name, tag, step, wall.time, text`. */
export function textTable(runs: readonly Run[]): Table {
  const rows = runs.flatMap(({ name, texts }) =>
    [...texts.values()].flatMap(({ tag, step, wallTime, text }) =>
      text.map((value, i) => ({ name, tag, step: step[i], wallTime: wallTime[i], value })),
    ),
  );
  const text = { name: "text", type: "text", values: rows.map(({ value }) => value) } as const;
  return { rows: rows.length, columns: [...placeColumns(rows), text] };
}

/** One row per bucket of each logged histogram: `name, tag, step, wall.time, left, right, count`. */
export function histogramTable(runs: readonly Run[]): Table {
  const rows = runs.flatMap(({ name, histograms }) =>
    [...histograms.values()].flatMap(({ tag, step, wallTime, points }) =>
      points.flatMap(({ buckets }, i) =>
        Array.from({ length: buckets.length / 3 }, (_, bucket) => ({
          ...{ name, tag, step: step[i], wallTime: wallTime[i] },
          edges: buckets.subarray(3 * bucket, 3 * bucket + 3),
        })),
      ),
    ),
  );
  const numbers = ["left", "right", "count"].map((name, part): Column => {
    return { name, type: "double", values: rows.map(({ edges }) => edges[part]) };
  });
  return { rows: rows.length, columns: [...placeColumns(rows), ...numbers] };
}

/** One row per session of the hparams plugin, with its hyperparameters and last metrics. */
export function hparamsColumns(sessions: HParamsTable): Table {
  const { columns, rows } = flattenHParamsTable(sessions);
  return {
    rows: rows.length,
    columns: columns.map((name, index) =>
      inferColumn(
        name,
        rows.map((row) => row[index]),
      ),
    ),
  };
}

function placeColumns(
  rows: readonly { name: string; tag: string; step: number; wallTime: number }[],
): Column[] {
  return [
    { name: "name", type: "text", values: rows.map(({ name }) => name) },
    { name: "tag", type: "text", values: rows.map(({ tag }) => tag) },
    { name: "step", type: "integer", values: rows.map(({ step }) => step) },
    { name: "wall.time", type: "double", values: rows.map(({ wallTime }) => wallTime) },
  ];
}
