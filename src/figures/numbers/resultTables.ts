import { columnsOf } from "../../tables/columns.js";
import type { Column, Table } from "../../tables/table.js";
import { own } from "../../util/own.js";
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
  const { text, number, count, boolean } = columnsOf(rows);
  const details =
    layout === "published"
      ? []
      : [
          count("runs", (row) => row.runs),
          count("solved", (row) => row.solved),
          count("not.judged", (row) => row.notJudged),
          count("n", (row) => row.n),
          count("left.out", (row) => row.leftOut),
          text("method", (row) => row.method),
          text("note", (row) => (row.notes.length === 0 ? null : row.notes.join("; "))),
        ];
  return table(rows.length, [
    text("model", (row) => row.model),
    text("operation", (row) => operationLabel(row.operation)),
    text("parameter", (row) => row.parameter),
    text("key", (row) => row.key),
    number("mean.value", (row) => row.mean),
    number("upper.value", (row) => row.upper),
    number("lower.value", (row) => row.lower),
    number("max.value", (row) => row.max),
    // The R scripts marked the NAU and NMU of an older paper; in this project's figures it is always false.
    boolean("our.model", () => false),
    text("statistics", (row) => row.statistics),
    ...dataColumn(rows),
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
  const { text, number, boolean } = columnsOf(outcomes);
  const details =
    layout === "published"
      ? []
      : [
          number("extrapolation.step", (o) => o.extrapolationStep),
          text("missing", (o) => o.missing),
        ];
  return table(outcomes.length, [
    text("name", (o) => o.name),
    text("parameter", (o) => o.parameter),
    number("threshold", (o) => o.threshold),
    number("best.model.step", (o) => o.bestRow),
    number("interpolation.last", (o) => o.interpolationError),
    number("extrapolation.last", (o) => o.extrapolationError),
    number("interpolation.step.solved", (o) => o.interpolationSolvedAt),
    number("extrapolation.step.solved", (o) => o.extrapolationSolvedAt),
    number("sparse.error.max", (o) => o.sparsityError),
    boolean("solved", (o) => (isJudged(o) ? o.solved : null)),
    text("model", (o) => o.model),
    text("operation", (o) => operationLabel(o.operation)),
    number("seed", (o) => o.seed),
    number("size", (o) => o.rows),
    ...dataColumn(outcomes),
    ...details,
  ]);
}

/** The runs that were judged and not solved (`<key>_seeds_failure.csv`). */
export function failureTable(outcomes: readonly FigureOutcome[]): Table {
  const failed = outcomes.filter((outcome) => isJudged(outcome) && !outcome.solved);
  const { text, number } = columnsOf(failed);
  return table(failed.length, [
    text("name", (o) => o.name),
    text("parameter", (o) => o.parameter),
    number("seed", (o) => o.seed),
  ]);
}

const operationLabel = (operation: string | null): string | null =>
  operation === null ? null : (own(operationLabels, operation) ?? operation);

/** Whose runs they are, in a figure of a paper's data. */
const dataColumn = (rows: readonly { readonly data?: string }[]): Column[] =>
  rows.some(({ data }) => data !== undefined)
    ? [columnsOf(rows).text("data", ({ data = null }) => data)]
    : [];

const table = (rows: number, columns: Column[]): Table => ({ rows, columns });
