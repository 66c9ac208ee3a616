import { basename } from "node:path";
import type { Table } from "../../tables/table.js";
import { own } from "../../util/own.js";
import type { ResolvedData } from "../resolve/resolvedFigure.js";
import { listed, spread } from "./listed.js";

/**
 * What is to be known of a figure whose numbers are in tables: which statistic, which interval, of how many runs. The
 * columns `n`, `statistic`, `interval` and `method` say it.
 */
export function tableSentences(
  { lookup, tables: given }: ResolvedData,
  tables: Readonly<Record<string, Table>>,
): string[] {
  const numbers = tables[""];
  if (numbers !== undefined) return ownSentences(numbers);
  const curves = tables["_curves"];
  if (curves !== undefined) return curveSentences(curves, lookup.series, lookup.params);
  const shown = Object.entries(given).map(([name, path]) => `${name} (${basename(path)})`);
  const runs = lookup.series.map(({ label }) => label);
  return [
    ...(runs.length === 0 ? [] : [listed(runs)]),
    ...(shown.length === 0 ? [] : [`Data: ${listed(shown)}`]),
  ];
}

function ownSentences(table: Table): string[] {
  const what = distinct(table, "quantity", "tag");
  const series = distinct(table, "series");
  const statistics = distinct(table, "statistic");
  const intervals = distinct(table, "interval").filter((name) => name !== "none");
  const methods = distinct(table, "method").filter(
    (name) => name !== "none" && !intervals.includes(name),
  );
  // A method says the interval's name and more.
  const found = intervals.flatMap((name) => {
    const own = methods.filter((method) => method.startsWith(name));
    return own.length > 0 ? own : [name];
  });
  const others = methods.filter((method) => !found.includes(method));
  const noun = statistics.some((name) => name.includes("paired")) ? "pairs" : "runs";
  const tasks = numbersOf(table, "tasks");
  const smoothed = numbersOf(table, "smooth");
  const counts = numbersOf(table, "n").filter((count) => count > 0);
  return [
    what.length === 0 ? listed(series) : `${listed(what)} of ${listed(series)}`,
    ...(counts.length === 0 ? [] : [`n = ${spread(counts)} ${noun}`]),
    ...(tasks.length === 0 ? [] : [`Over ${spread(tasks)} tasks`]),
    ...(statistics.length === 0 ? [] : [`Centre: ${listed(statistics)}`]),
    ...(intervals.length === 0
      ? []
      : [`Interval: ${listed(found)}${others.length === 0 ? "" : ` (${listed(others)})`}`]),
    ...(smoothed.length === 0
      ? []
      : [`Smoothed as by TensorBoard's slider at ${spread(smoothed)}; faint: before that`]),
  ];
}

const bands: Readonly<Record<string, string>> = {
  range: "Band: smallest to largest run",
  quartiles: "Band: quartiles of the runs",
};

function curveSentences(
  table: Table,
  series: readonly { readonly label: string }[],
  params: Readonly<Record<string, unknown>>,
): string[] {
  const { centre = "mean", band = "range" } = params;
  const sentence = own(bands, String(band));
  return [
    `${listed(distinct(table, "tag"))} of ${listed(series.map(({ label }) => label))}`,
    `Lines: ${String(centre)} of ${spread(numbersOf(table, "runs"))} runs each`,
    ...(sentence === undefined ? [] : [sentence]),
  ];
}

function distinct(table: Table, ...names: readonly string[]): string[] {
  const column = table.columns.find(({ name }) => names.includes(name));
  const values = new Set<string>();
  if (column?.type !== "text") return [];
  for (const value of Array.from(column.values)) {
    if (value !== null && value !== "") values.add(value);
  }
  return [...values];
}

function numbersOf(table: Table, wanted: string): number[] {
  const column = table.columns.find(({ name }) => name === wanted);
  return Array.from(column?.values ?? [], Number).filter(Number.isFinite);
}
