import { isPlaced } from "../data/metricColumns.js";
import { listed, spread } from "./listed.js";
import { type FigureNumbers, shortRows } from "../numbers/computeFigure.js";
import type { SummaryRow } from "../numbers/summariseFigure.js";
import { quantitiesOf, type Quantity } from "../quantities/index.js";
import type { ResolvedData } from "../resolve/resolvedFigure.js";
import { publishedNote } from "./publishedNote.js";

/** What is to be known of a figure whose runs were judged. */
export function judgedSentences(figure: ResolvedData, numbers: FigureNumbers): string[] {
  const { lookup } = figure;
  const { summary } = numbers;
  const shown = quantitiesOf(lookup.columns).filter(
    ({ key }) => lookup.panels?.some((panel) => panel.key === key) ?? true,
  );
  const models = lookup.series.map(({ label }) => label);
  const places = new Set(summary.map(({ parameter }) => parameter)).size;
  const kind = lookup.parameter === "interpolation.range" ? "ranges" : "settings";
  const where = places > 1 ? ` on ${places} ${kind}` : "";
  const ofSolved = shown.filter(({ key }) => key !== "success.rate");
  return [
    `${capital(listed(shown.map(({ title }) => title)))} of ${listed(models)}${where}`,
    `n = ${spread(summary.map(({ runs }) => runs))} runs a point`,
    ...partial(numbers),
    ...short(numbers),
    ...thresholds(figure, numbers),
    ...(ofSolved.length === 0
      ? []
      : [`${capital(listed(ofSolved.map(({ title }) => title)))}: means of the solved runs`]),
    `Bars: 95 % intervals (${shown.flatMap((quantity) => methods(quantity, summary)).join("; ")})`,
    ...published(numbers),
  ];
}

function methods({ key, title }: Quantity, summary: readonly SummaryRow[]): string[] {
  const used = summary.filter((row) => row.key === key && row.lower !== null);
  const names = new Set(used.map(({ method }) => method));
  // All values equal: there is no width to find.
  names.delete("equal values");
  if (names.size === 0) return [];
  const name = (method: string) => (method === "wilson" ? "Wilson" : method);
  return [`${title}: ${[...names].map(name).join(" or ")}`];
}

function partial({ partial: series }: FigureNumbers): string[] {
  if (series.length === 0) return [];
  const parts = series.map(({ model, runs, declared }) => `${model} ${runs} of ${declared}`);
  return [`Not all runs of the experiments are there: ${listed(parts)}`];
}

function short({ short: series }: FigureNumbers): string[] {
  if (series.length === 0) return [];
  const parts = series.map(
    (one) => `${one.model} ${one.runs} ${one.runs === 1 ? "run" : "runs"} (${shortRows(one)})`,
  );
  return [`Not trained to the end: ${listed(parts)}`];
}

function thresholds(
  { lookup, series, origins }: ResolvedData,
  { judgedBy }: FigureNumbers,
): string[] {
  const sources = series.map(({ limit }) => limit.source);
  const numbers = sources.filter((source) => typeof source === "number").map(String);
  const sets = sources.flatMap((source) =>
    typeof source === "number" || "reference" in source ? [] : [source],
  );
  const hasReference = sources.some(
    (source) => typeof source !== "number" && "reference" in source,
  );
  const bounds = hasReference && judgedBy !== undefined ? [judgedBy] : [];
  if (numbers.length + sets.length + bounds.length === 0) {
    // Outcomes that the authors published say themselves which runs are solved.
    return origins?.includes("published") ? ["Which runs are solved is as published"] : [];
  }
  const files = [...new Set(sets.map(({ file }) => file))].map((file) => {
    const own = sets.filter((source) => source.file === file);
    const names = [...new Set(own.map(({ set }) => set))];
    const origins = own.flatMap(({ origin }) => origin ?? []).slice(0, 1);
    return `the threshold of its range (${[file, ...names, ...origins].join(", ")})`;
  });
  const below = lookup.better === "larger" ? "at least" : lookup.inclusive ? "at most" : "below";
  const metric = lookup.columns.extrapolation;
  const isError = /extrapolation$/.test(metric) || isPlaced(metric);
  const what = isError ? "extrapolation error" : metric;
  return [
    `A run is solved when its ${what} is ${below} ${listed([...new Set(numbers), ...files, ...bounds])}`,
  ];
}

function published({ statistics, summary, lookup }: FigureNumbers): string[] {
  if (statistics === "published") {
    return [
      `${publishedNote(summary)}`,
      "Where the published scripts differ from the papers' text, this figure follows the scripts",
    ];
  }
  return lookup.paper === undefined ? [] : ["Statistics as the paper's text defines them"];
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
