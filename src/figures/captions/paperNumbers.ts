import type { Column, Table } from "../../tables/table.js";
import type { FigureNumbers } from "../numbers/computeFigure.js";
import { isJudged, quantitiesOf } from "../quantities/index.js";
import { macroNames } from "./macroNames.js";

/** A number of a figure that a paper's text may have. */
export interface PaperNumber {
  /** Name of its macro, without the backslash. */
  readonly macro: string;
  /** What it is, in few words: `NRU, U[1,2), success rate`. */
  readonly about: string;
  readonly value: number;
  /** As a text has it. */
  readonly text: string;
}

interface Entry {
  readonly parts: readonly string[];
  readonly value: number | null;
  readonly format: (value: number) => string;
}

/**
 * The numbers of a figure, each with a macro of its own: estimates, ends of intervals and counts.
 *
 * @param key of the lookup: what the names of the macros begin with
 */
export function paperNumbers(
  key: string,
  data: {
    readonly numbers?: FigureNumbers | undefined;
    readonly tables: Readonly<Record<string, Table>>;
  },
): PaperNumber[] {
  const table = data.tables[""];
  const entries =
    data.numbers !== undefined
      ? judgedEntries(data.numbers)
      : table === undefined
        ? []
        : tableEntries(table);
  const there = entries.filter(({ value }) => value !== null && Number.isFinite(value));
  const names = macroNames(there.map(({ parts }) => [key.split("/").at(-1) ?? key, ...parts]));
  return there.map(({ parts, value, format }, index) => ({
    macro: names[index],
    about: parts.join(", "),
    value: value ?? NaN,
    text: format(value ?? NaN),
  }));
}

const whole = (value: number): string => String(value);

function judgedEntries({ lookup, summary, outcomes, statistics }: FigureNumbers): Entry[] {
  const quantities = quantitiesOf(lookup.columns);
  const cells = summary.flatMap((row): Entry[] => {
    const quantity = quantities.find(({ key }) => key === row.key);
    if (quantity === undefined) return [];
    const { title, format } = quantity;
    const parts = [row.model, row.parameter, title];
    return [
      { parts, value: row.mean, format },
      { parts: [...parts, "lower"], value: row.lower, format },
      { parts: [...parts, "upper"], value: row.upper, format },
      { parts: [...parts, "n"], value: row.n, format: whole },
    ];
  });
  const overall = lookup.series.flatMap(({ label }): Entry[] => {
    const runs = outcomes.filter(({ model }) => model === label);
    return [
      { parts: [label, "runs"], value: runs.length, format: whole },
      {
        parts: [label, "solved"],
        value: runs.filter((run) => isJudged(run) && run.solved).length,
        format: whole,
      },
      ...quantities
        .filter(({ isOverall }) => isOverall)
        .flatMap(({ title, format, estimate }): Entry[] => {
          const { mean, lower, upper } = estimate(runs, statistics);
          const parts = [label, "all", title];
          return [
            { parts, value: mean, format },
            { parts: [...parts, "lower"], value: lower, format },
            { parts: [...parts, "upper"], value: upper, format },
          ];
        }),
    ];
  });
  return [...cells, ...overall];
}

/** Columns of tables that say where a number belongs. */
const places = ["quantity", "series", "row", "facet", "baseline", "other"];

/** Columns whose numbers are one for a place; those of curves have one for each x. */
function tableEntries({ rows, columns }: Table): Entry[] {
  const named = (name: string) => columns.find((column) => column.name === name);
  if (named("x") !== undefined) return [];
  const labels = columns.filter(({ name, type }) => type === "text" && places.includes(name));
  const values = columns.filter(({ type }) => type !== "text" && type !== "boolean");
  return Array.from({ length: rows }, (_, row) => {
    const parts = labels.flatMap((column) => textAt(column, row) ?? []);
    return values.map((column): Entry => ({
      parts: column.name === "centre" ? parts : [...parts, column.name],
      value: Number(column.values[row]),
      format: column.type === "integer" ? whole : (value) => String(Number(value.toPrecision(3))),
    }));
  }).flat();
}

function textAt({ values }: Column, row: number): string | undefined {
  const value = values[row];
  return typeof value === "string" && value !== "" ? value : undefined;
}
