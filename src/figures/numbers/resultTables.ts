import type { Column, Table } from "../../tables/table.js";
import type { Lookup } from "../lookups/index.js";
import { isJudged } from "../quantities/index.js";
import type { FigureOutcome } from "./judgeSeries.js";
import type { SummaryRow } from "./summariseFigure.js";

/** The LaTeX labels that the R scripts gave to operations. */
const operationLabels: Readonly<Record<string, string>> = {
  add: "$\\bm{+}$",
  sub: "$\\bm{-}$",
  mul: "$\\bm{\\times}$",
  div: "$\\bm{\\mathbin{/}}$",
  squared: "$z^2$",
  root: "$\\sqrt{z}$",
  reciprocal: "$1\\bm{\\mathbin{/}z}$",
};

/** What follows the key in the names of the tables that have a row per run. */
export const outcomeEndings = { best: "_seeds_best", failure: "_seeds_failure" } as const;

/** The names of a figure's tables that have a row per run. */
export const outcomeFiles = (key: string): string[] =>
  Object.values(outcomeEndings).map((ending) => `${key}${ending}.csv`);

/**
 * A figure's numbers with the columns that the R scripts wrote, and the statistics mode.
 *
 * @param layout `full` adds how many values each number was made of, how many were missing, and how it was found
 */
export function summaryTable(
  rows: readonly SummaryRow[],
  layout: Lookup["table"] = "published",
): Table {
  const details =
    layout === "published"
      ? []
      : [
          count("runs", rows, (row) => row.runs),
          count("not.judged", rows, (row) => row.notJudged),
          count("n", rows, (row) => row.n),
          count("left.out", rows, (row) => row.leftOut),
          text("method", rows, (row) => row.method),
          text("note", rows, (row) => (row.notes.length === 0 ? null : row.notes.join("; "))),
        ];
  return table(rows.length, [
    text("model", rows, (row) => row.model),
    text("operation", rows, (row) => operationLabel(row.operation)),
    text("parameter", rows, (row) => row.parameter),
    text("key", rows, (row) => row.key),
    number("mean.value", rows, (row) => row.mean),
    number("upper.value", rows, (row) => row.upper),
    number("lower.value", rows, (row) => row.lower),
    number("max.value", rows, (row) => row.max),
    // The R scripts marked the NAU and NMU of an older paper; in this project's figures it is always false.
    boolean("our.model", rows, () => false),
    text("statistics", rows, (row) => row.statistics),
    ...details,
  ]);
}

/**
 * One row per run: how it was judged (`<key>_seeds_best.csv` of the R scripts).
 *
 * @param layout `full` adds where the extrapolation error was logged, and what was missing to judge a run
 */
export function outcomeTable(
  outcomes: readonly FigureOutcome[],
  layout: Lookup["table"] = "published",
): Table {
  const details =
    layout === "published"
      ? []
      : [
          number("extrapolation.step", outcomes, (o) => o.extrapolationStep),
          text("missing", outcomes, (o) => o.missing),
        ];
  return table(outcomes.length, [
    text("name", outcomes, (o) => o.name),
    text("parameter", outcomes, (o) => o.parameter),
    number("threshold", outcomes, (o) => o.threshold),
    number("best.model.step", outcomes, (o) => o.bestRow),
    number("interpolation.last", outcomes, (o) => o.interpolationError),
    number("extrapolation.last", outcomes, (o) => o.extrapolationError),
    number("interpolation.step.solved", outcomes, (o) => o.interpolationSolvedAt),
    number("extrapolation.step.solved", outcomes, (o) => o.extrapolationSolvedAt),
    number("sparse.error.max", outcomes, (o) => o.sparsityError),
    boolean("solved", outcomes, (o) => (isJudged(o) ? o.solved : null)),
    text("model", outcomes, (o) => o.model),
    text("operation", outcomes, (o) => operationLabel(o.operation)),
    number("seed", outcomes, (o) => o.seed),
    number("size", outcomes, (o) => o.rows),
    ...details,
  ]);
}

/** The runs that were judged and not solved (`<key>_seeds_failure.csv`). */
export function failureTable(outcomes: readonly FigureOutcome[]): Table {
  const failed = outcomes.filter((outcome) => isJudged(outcome) && !outcome.solved);
  return table(failed.length, [
    text("name", failed, (o) => o.name),
    text("parameter", failed, (o) => o.parameter),
    number("seed", failed, (o) => o.seed),
  ]);
}

const operationLabel = (operation: string | null): string | null =>
  operation === null ? null : (operationLabels[operation] ?? operation);

const table = (rows: number, columns: Column[]): Table => ({ rows, columns });

const text = <T>(name: string, rows: readonly T[], value: (row: T) => string | null): Column => ({
  name,
  type: "text",
  values: rows.map(value),
});

const number = <T>(name: string, rows: readonly T[], value: (row: T) => number | null): Column => ({
  name,
  type: "double",
  values: rows.map((row) => value(row) ?? NaN),
});

const count = <T>(name: string, rows: readonly T[], value: (row: T) => number): Column => ({
  name,
  type: "integer",
  values: rows.map(value),
});

const boolean = <T>(
  name: string,
  rows: readonly T[],
  value: (row: T) => boolean | null,
): Column => ({
  name,
  type: "boolean",
  values: rows.map(value),
});
