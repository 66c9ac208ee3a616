import { inOrder } from "../../plot/spec/inOrder.js";
import type { JsonObject } from "../../plot/spec/figure.js";
import { readTable, tableRows } from "../../tables/database/readTable.js";
import type { Table } from "../../tables/table.js";
import { UserError } from "../../util/userError.js";
import {
  computeFigure,
  type ComputeOptions,
  type FigureNumbers,
} from "../numbers/computeFigure.js";
import { loadScalars } from "../data/loadScalars.js";
import type { ResolvedFigure, SeriesSource } from "../resolve/resolvedFigure.js";
import {
  failureTable,
  outcomeEndings,
  outcomeTable,
  summaryTable,
} from "../numbers/resultTables.js";

/** Everything that a spec is given, and the same as tables for people. */
export interface FigureData {
  /** Rows by the name of the spec's data source. */
  readonly rows: Readonly<Record<string, readonly object[]>>;
  /** By what comes after the key in the file's name: "" for the figure's numbers. */
  readonly tables: Readonly<Record<string, Table>>;
  readonly sources: readonly SeriesSource[];
  /** What the summary was made from; undefined when the figure shows none. */
  readonly numbers?: FigureNumbers;
}

/**
 * The data that a spec names: `summary` (a row per model, parameter and number), `outcomes` (a row per
 * run), `scalars` (a row per logged value), and the tables that the lookup lists under `data`.
 *
 * @throws {UserError} when the spec names anything else, or data are missing
 */
export async function figureData(
  figure: ResolvedFigure,
  spec: JsonObject,
  options: ComputeOptions,
): Promise<FigureData> {
  const { lookup } = figure;
  const specFile = figure.spec.path;
  const named = dataNames(spec);
  const known = ["summary", "outcomes", "scalars", ...Object.keys(lookup.data)];
  if (!known.some((name) => named.has(name))) {
    throw new UserError(
      `${specFile}: the spec names none of the data that this figure has: ${known.join(", ")}.\n` +
        `Write "data": {"name": "${known.at(-1) === "scalars" ? "summary" : known.at(-1)}"} at its top.`,
    );
  }
  const rows: Record<string, readonly object[]> = {};
  const tables: Record<string, Table> = {};
  let sources: readonly SeriesSource[] = [];
  let numbers: FigureNumbers | undefined;
  if (named.has("summary") || named.has("outcomes")) {
    numbers = await computeFigure(figure, options);
    const { outcomes, summary } = numbers;
    const model = lookup.series.map(({ label }) => label);
    const parameter = [...new Set(summary.map((row) => row.parameter))];
    sources = numbers.sources;
    if (named.has("summary")) rows["summary"] = inOrder(summary, { model, parameter });
    if (named.has("outcomes")) rows["outcomes"] = inOrder(outcomes, { model, parameter: [] });
    tables[""] = summaryTable(summary);
    tables[outcomeEndings.best] = outcomeTable(outcomes);
    tables[outcomeEndings.failure] = failureTable(outcomes);
  }
  if (named.has("scalars")) {
    sources = figure.series.map(({ source }) => source);
    const table = await loadScalars(figure, options.warn);
    rows["scalars"] = inOrder(tableRows(table), { model: lookup.series.map(({ label }) => label) });
    tables["_scalars"] = table;
  }
  for (const [name, path] of Object.entries(figure.tables)) {
    if (!named.has(name)) continue;
    tables[`_${name}`] = await readTable(path);
    rows[name] = tableRows(tables[`_${name}`]);
  }
  return { rows, tables, sources, numbers };
}

/** The names of all data sources that a spec mentions. */
function dataNames(node: unknown): Set<string> {
  if (typeof node !== "object" || node === null) return new Set();
  const names = new Set(Object.values(node).flatMap((child) => [...dataNames(child)]));
  const { data } = node as JsonObject;
  const name = (data as { name?: unknown } | undefined)?.name;
  if (typeof name === "string") names.add(name);
  return names;
}
