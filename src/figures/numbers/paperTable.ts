import type { PeopleCell, PeopleTable } from "../../tables/peopleTable.js";
import { largest, smallest } from "../../util/lists/longLists.js";
import { own } from "../../util/own.js";
import { latexText } from "../../util/text/latexText.js";
import type { Lookup } from "../lookups/index.js";
import { quantities, type Quantity } from "../quantities/index.js";
import type { FigureNumbers } from "./computeFigure.js";
import type { SummaryRow } from "./summariseFigure.js";

/** A column of numbers: a quantity, and which number of it. */
interface NumberColumn {
  readonly title: string;
  readonly quantity: Quantity;
  readonly take: "mean" | "median";
}

const columns: readonly NumberColumn[] = quantities.flatMap((quantity): NumberColumn[] =>
  quantity.key === "converged.at"
    ? [
        { title: "Solved at: median", quantity, take: "median" },
        { title: "Solved at: mean", quantity, take: "mean" },
      ]
    : [{ title: capital(quantity.title), quantity, take: "mean" }],
);

/**
 * The numbers of a figure as the tables of the papers have them: a row for each place and model, mean with what
 * its 95 % interval adds and takes away, the best of each place in bold, a rule between places.
 */
export function paperTable({ lookup, summary, statistics }: FigureNumbers): PeopleTable {
  const shown = columns.filter(({ quantity, take }) => hasNumbers(summary, quantity.key, take));
  const groups = groupsOf(summary);
  const rules = new Set<number>();
  const rows: PeopleCell[][] = [];
  const isMixed = new Set(summary.map(({ data }) => data)).size > 1;
  const counts = new Set(groups.map(({ runs }) => runs));
  for (const [index, group] of groups.entries()) {
    const place = groups.filter(({ parameter }) => parameter === group.parameter);
    const isFirst = place[0] === group;
    if (isFirst && index > 0) rules.add(index);
    const cells = shown.map((column): PeopleCell => {
      const best = bestOf(place, column);
      const row = group.rows.get(column.quantity.key);
      return numberCell(row, column, best);
    });
    rows.push([
      { text: isFirst ? group.parameter : "" },
      { text: group.model, latex: latexName(group.model) },
      ...(isMixed ? [{ text: group.data ?? "" }] : []),
      ...(counts.size > 1 ? [{ text: String(group.runs) }] : []),
      ...cells,
    ]);
  }
  const heads = [
    headOf(lookup),
    "Model",
    ...(isMixed ? ["Data"] : []),
    ...(counts.size > 1 ? ["Runs"] : []),
  ];
  return {
    header: [...heads, ...shown.map(({ title }) => title)],
    rows,
    rules,
    numbers: new Set([...shown.keys()].map((index) => heads.length + index)),
    caption: captionOf(lookup, summary, counts, statistics),
    label: `tab:${lookup.key.split("/").at(-1) ?? lookup.key}`,
  };
}

interface Group {
  readonly parameter: string;
  readonly model: string;
  readonly data: SummaryRow["data"];
  readonly runs: number;
  readonly rows: ReadonlyMap<string, SummaryRow>;
}

/** The rows of the summary by place, model and origin; places come together, in the order of the summary. */
function groupsOf(summary: readonly SummaryRow[]): Group[] {
  const groups = new Map<string, SummaryRow[]>();
  for (const row of summary) {
    const name = JSON.stringify([row.parameter, row.model, row.data, row.operation]);
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  const places = [...new Set(summary.map(({ parameter }) => parameter))];
  return [...groups.values()]
    .map((rows) => {
      const [{ parameter, model, data, runs }] = rows;
      return { parameter, model, data, runs, rows: new Map(rows.map((row) => [row.key, row])) };
    })
    .sort((a, b) => places.indexOf(a.parameter) - places.indexOf(b.parameter));
}

const hasNumbers = (summary: readonly SummaryRow[], key: string, take: "mean" | "median") =>
  summary.some((row) => row.key === key && row[take] !== null);

function bestOf(place: readonly Group[], { quantity, take }: NumberColumn): number | undefined {
  const values = place.flatMap(({ rows }) => rows.get(quantity.key)?.[take] ?? []);
  if (place.length < 2 || values.length === 0) return undefined;
  return quantity.better === "larger" ? largest(values) : smallest(values);
}

function numberCell(
  row: SummaryRow | undefined,
  { quantity, take }: NumberColumn,
  best: number | undefined,
): PeopleCell {
  const value = row?.[take] ?? null;
  if (row === undefined || value === null) return { text: "–", latex: "---" };
  const isBest = value === best;
  const isRate = quantity.key === "success.rate";
  const format = isRate ? percent : powerOfTen;
  const { lower, upper } = row;
  const known = take === "mean" && lower !== null && upper !== null;
  const plain = ({ text }: Formatted) => text;
  const interval = known ? ` [${plain(format(lower))}, ${plain(format(upper))}]` : "";
  const above = known ? format(upper - value) : undefined;
  const below = known ? format(value - lower) : undefined;
  const margin = above && below ? ` {~}^{+${above.latex}}_{-${below.latex}}` : "";
  const number = format(value);
  const shown = isBest ? `\\mathbf{${number.latex}}` : number.latex;
  return { text: number.text + interval, isBest, latex: `$${shown}${margin}$` };
}

interface Formatted {
  readonly text: string;
  readonly latex: string;
}

/** The most decimals of a per cent. */
const mostDecimals = 3;

/** Whole per cents, or as many decimals as tell a rate from none and from all. */
function percent(value: number): Formatted {
  const texts = Array.from({ length: mostDecimals + 1 }, (_, decimals) =>
    (100 * value).toFixed(decimals),
  );
  const isEnd = (text: string) => Number(text) === 0 || Number(text) === 100;
  const digits = texts.find((text) => !isEnd(text) || Number(text) === 100 * value) ?? texts[0];
  return { text: `${digits} %`, latex: `${digits}\\%` };
}

/** One decimal of the mantissa, as the papers' tables have it: 1.4 · 10⁶. */
function powerOfTen(value: number): Formatted {
  if (value === 0) return { text: "0", latex: "0" };
  const [mantissa, exponent] = value.toExponential(1).split("e").map(Number);
  const shown = mantissa.toFixed(1);
  const superscript = String(exponent).replaceAll(
    /[-\d]/g,
    (sign) => own(superscripts, sign) ?? sign,
  );
  return {
    text: `${shown} · 10${superscript}`,
    latex: `${shown} \\cdot 10^{${exponent}}`,
  };
}

const superscripts: Readonly<Record<string, string>> = Object.fromEntries(
  [..."-0123456789"].map((sign, index) => [sign, [..."⁻⁰¹²³⁴⁵⁶⁷⁸⁹"][index]]),
);

/** Models with the signs that LaTeX sets as mathematics: NAC•,σ. */
function latexName(model: string): string {
  const [, name, index] = /^(NAC)([₊•].*)$/.exec(model) ?? [];
  if (index === undefined) return latexText(model).replace(" R\\_sparse", " $R_{sparse}$");
  const signs: Readonly<Record<string, string>> = { "₊": "+", "•": "\\bullet", σ: "\\sigma" };
  const parts = index.replaceAll(/[₊•σ]/g, (sign) => own(signs, sign) ?? sign).split(",");
  const set = parts.map((part) => (/^[A-Z]+/i.test(part) ? `\\mathrm{${part}}` : part)).join(",");
  return `$\\mathrm{${name}}_{${set}}$`;
}

function headOf({ params, parameter }: Lookup): string {
  const title = params["xTitle"];
  if (typeof title === "string" && title !== "") return title;
  return typeof parameter === "string" ? capital(parameter.replaceAll(".", " ")) : "Parameter";
}

function captionOf(
  { title }: Lookup,
  summary: readonly SummaryRow[],
  counts: ReadonlySet<number>,
  statistics: string,
): string {
  const origins = [...new Set(summary.flatMap(({ data }) => data ?? []))];
  const what = origins.length === 0 ? "" : ` Data: ${origins.join(" and ")}.`;
  const runs = counts.size === 1 ? ` ${[...counts].join("")} runs each.` : "";
  return (
    `${title}.${what}${runs} Means with 95 % intervals (statistics: ${statistics}); solved step and ` +
    `sparsity error of the solved runs. The best of each place is bold.`
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
