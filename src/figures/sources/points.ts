import { hparamsTable, type ReadOptions, type Run } from "../../events/index.js";
import { hparamsColumns } from "../../exports/rows/hparamsColumns.js";
import { inOrder } from "../../plot/index.js";
import { tableRows } from "../../tables/database/readTable.js";
import { tableOfRows } from "../../tables/tableOfRows.js";
import { matchTags } from "../../util/text/matchTags.js";
import { UserError } from "../../util/userError.js";
import { readSource, runsSource } from "../data/readSource.js";
import { placeOf } from "../lookups/index.js";
import type { Source, SourceContext, SourceData } from "./source.js";

type Row = Record<string, unknown>;
type Read = (options: ReadOptions) => AsyncGenerator<Run>;
type RowsOf = (read: Read, wanted: (tag: string) => boolean) => Promise<Row[]>;

/** A source that shows what the runs of each series logged besides scalars. */
function pointSource(name: string, about: string, rowsOf: RowsOf): Source {
  const load = async ({ figure, warn }: SourceContext): Promise<SourceData> => {
    const { lookup } = figure;
    const wanted = matchTags(lookup.tags);
    const rows: Row[] = [];
    for (const series of figure.series) {
      const source = runsSource(series, lookup, name);
      const own = await rowsOf((options) => readSource(source, options, warn), wanted);
      if (own.length === 0) {
        throw new UserError(
          `${placeOf(lookup, "tags")}: no run in ${source.path} logged ${name} that match ${lookup.tags.join(", ")}.`,
        );
      }
      for (const { model, ...row } of own) {
        rows.push({
          model: series.label,
          ...(model !== undefined && { "hparams/model": model }),
          ...row,
        });
      }
    }
    const model = figure.series.map(({ label }) => label);
    return { rows: inOrder(rows, { model }), tables: { [`_${name}`]: tableOfRows(rows) } };
  };
  return { name, about, load };
}

export const histograms = pointSource(
  "histograms",
  "one row for each bucket of each logged histogram, with `model`, `name`, `tag`, `step`, `wall.time`, `left`, `right` and `count`",
  async (read, wanted) => {
    const rows: Row[] = [];
    for await (const run of read({ scalars: false, histograms: wanted })) {
      for (const { tag, points } of run.histograms.values()) {
        for (const { step, wallTime, buckets } of points) {
          const place = { name: run.name, tag, step, "wall.time": wallTime };
          for (let at = 0; at < buckets.length; at += 3) {
            const [left, right, count] = buckets.slice(at, at + 3);
            rows.push({ ...place, left, right, count });
          }
        }
      }
    }
    return rows;
  },
);

export const texts = pointSource(
  "texts",
  "one row for each logged text, with `model`, `name`, `tag`, `step`, `wall.time` and `text`",
  async (read, wanted) => {
    const rows: Row[] = [];
    for await (const run of read({ scalars: false, texts: wanted })) {
      for (const { tag, points, text } of run.texts.values()) {
        points.forEach(({ step, wallTime }, index) =>
          rows.push({ name: run.name, tag, step, "wall.time": wallTime, text: text[index] }),
        );
      }
    }
    return rows;
  },
);

export const hparams = pointSource(
  "hparams",
  "one row for each session of the hparams plugin, with `model`, its hyperparameters and its last metrics",
  async (read) =>
    tableRows(hparamsColumns(await hparamsTable(read({ scalars: true, hparams: true })))),
);
