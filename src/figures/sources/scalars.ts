import { inOrder } from "../../plot/index.js";
import { tableRows } from "../../tables/database/readTable.js";
import { UserError } from "../../util/userError.js";
import { alignedRows, alignSeries, type SeriesRuns } from "../data/alignScalars.js";
import { curveNotes } from "../data/curveNotes.js";
import { scalarTable } from "../data/scalarTable.js";
import { scalarRuns, unmatchedTags } from "../data/scalarRuns.js";
import { curveTable } from "./curveTable.js";
import { placeOf } from "../lookups/index.js";
import type { Source, SourceContext, SourceData } from "./source.js";

export const scalars: Source = {
  name: "scalars",
  about:
    "one row for each logged scalar, with `model`, `name` (the run), `tag`, `step`, `wall.time` and `value`",
  load: async (context) => {
    const { figure, warn } = context;
    const series: SeriesRuns[] = [];
    for (const one of figure.series) {
      series.push({ label: one.label, runs: await scalarRuns(one, figure.lookup, warn) });
    }
    for (const pattern of unmatchedTags(figure.lookup, series)) {
      warn(`tags: nothing that was logged matches ${JSON.stringify(pattern)}: it has no panel`);
    }
    const table = scalarTable(series);
    const model = series.map(({ label }) => label);
    if (!context.isAligned("scalars")) {
      return { rows: inOrder(tableRows(table), { model }), tables: { _scalars: table } };
    }
    const { rows, tables } = aligned(series, context);
    return { rows: inOrder(rows, { model }), tables: { _scalars: table, ...tables } };
  },
};

/** The same for curves: runs have values at common steps, and only as many as a figure can show. */
function aligned(
  series: readonly SeriesRuns[],
  { figure, params, warn }: SourceContext,
): SourceData {
  const { lookup } = figure;
  const { align } = lookup;
  const { resolution = 250, yScale } = params;
  if (typeof resolution !== "number" || !(resolution >= 1)) {
    const place = placeOf(lookup, "params.resolution");
    throw new UserError(`${place}: "params.resolution": expected a number of steps, at least 1.`);
  }
  const isLog = yScale === "log";
  const tags = [
    ...new Set(series.flatMap(({ runs }) => runs.flatMap((run) => [...run.scalars.keys()]))),
  ];
  const curves = tags.flatMap((tag) => alignSeries(series, tag, { align, resolution, isLog }));
  for (const note of curveNotes(curves, align === "auto")) warn(note);
  const order = new Map(series.map(({ label }, index) => [label, index]));
  const bySeries = curves.toSorted((a, b) => (order.get(a.label) ?? 0) - (order.get(b.label) ?? 0));
  return {
    rows: bySeries.flatMap((curve) => alignedRows(curve, isLog)),
    tables: { _curves: curveTable(bySeries) },
  };
}
