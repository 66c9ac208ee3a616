import type { HistogramPoint, Point, TextPoint } from "../../events/index.js";
import { type BatchRows, placeColumns } from "./batchRows.js";
import type { Column } from "../../tables/table.js";

/** One row for each logged text: `run, tag, step, wall_time, text`. */
export const textRows: BatchRows = {
  columns: [...placeColumns, { name: "text", type: "text" }],
  rowsOf:
    (name) =>
    ({ points }) => {
      const texts = points.filter((point): point is TextPoint => point.kind === "text");
      const values = texts.map(({ strings }) => strings.join("\n"));
      const text: Column = { name: "text", type: "text", values };
      return { rows: texts.length, columns: [...placesOf(name, texts), text] };
    },
};

/** One row for each bucket of each logged histogram: `run, tag, step, wall_time, left, right, count`. */
export const histogramRows: BatchRows = {
  columns: [
    ...placeColumns,
    { name: "left", type: "double" },
    { name: "right", type: "double" },
    { name: "count", type: "double" },
  ],
  rowsOf:
    (name) =>
    ({ points }) => {
      const histograms = points.filter(
        (point): point is HistogramPoint => point.kind === "histogram",
      );
      const rows = histograms.flatMap((histogram) =>
        Array.from({ length: histogram.buckets.length / 3 }, () => histogram),
      );
      const numbers = ["left", "right", "count"].map((column, part): Column => {
        const values = histograms.flatMap(({ buckets }) =>
          Array.from({ length: buckets.length / 3 }, (_, bucket) => buckets[3 * bucket + part]),
        );
        return { name: column, type: "double", values, missing: "none" };
      });
      return { rows: rows.length, columns: [...placesOf(name, rows), ...numbers] };
    },
};

function placesOf(name: string, points: readonly Point[]): Column[] {
  return [
    { name: "run", type: "text", values: points.map(() => name) },
    { name: "tag", type: "text", values: points.map(({ tag }) => tag.tag) },
    { name: "step", type: "integer", values: points.map(({ step }) => step) },
    { name: "wall_time", type: "double", values: points.map(({ wallTime }) => wallTime) },
  ];
}
