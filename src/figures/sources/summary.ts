import { inOrder } from "../../plot/index.js";
import { halfOpen, sortRanges } from "../../stats/index.js";
import { smallest } from "../../util/lists/longLists.js";
import { type DataOrigin, dataOrigins } from "../lookups/index.js";
import type { FigureNumbers } from "../numbers/computeFigure.js";
import { paperTable } from "../numbers/paperTable.js";
import {
  failureTable,
  outcomeEndings,
  outcomeTable,
  summaryTable,
} from "../numbers/resultTables.js";
import type { Source, SourceContext, SourceData } from "./source.js";

export const summary: Source = {
  name: "summary",
  about:
    "one row for each model, parameter and quantity, with `model`, `parameter`, `key`, `mean`, `lower`, `upper`, `max` " +
    "and `n`; what could not be estimated is `null`",
  load: async (context) => {
    const numbers = await context.numbers();
    return {
      rows: inOrder(shownRows(numbers.summary), placesOf(numbers)),
      tables: await tablesOf(context),
      people: paperTable(numbers),
    };
  },
};

export const outcomes: Source = {
  name: "outcomes",
  about: "one row for each run, with how it was judged",
  load: async (context) => {
    const numbers = await context.numbers();
    const rows = shownRows(numbers.outcomes).map((outcome) => ({
      ...outcome,
      parameter: halfOpen(outcome.parameter),
    }));
    const places = placesOf(numbers);
    return {
      rows: rows.length > 0 ? inOrder(rows, places) : inOrder([noOutcome(numbers)], places),
      tables: await tablesOf(context),
    };
  },
};

/** Stands for the runs of a figure of which only the summary was published: a spec may name its columns. */
function noOutcome({ summary }: FigureNumbers) {
  const [{ model, parameter, data }] = summary;
  const solvedAt = summary.flatMap((row) =>
    row.key === "converged.at" ? (row.lower ?? row.mean ?? []) : [],
  );
  const first = solvedAt.length > 0 ? Math.max(1, smallest(solvedAt)) : null;
  const nothing = { name: null, seed: null, threshold: null, bestRow: null, bestStep: null };
  const errors = { interpolationError: null, extrapolationError: null, sparsityError: null };
  const steps = {
    extrapolationStep: null,
    interpolationSolvedAt: null,
    extrapolationSolvedAt: first,
  };
  const rest = { solved: false, missing: "extrapolation", rows: null, logInterval: null };
  return { model, parameter, data, operation: null, ...nothing, ...errors, ...steps, ...rest };
}

interface DataRow {
  readonly model: string;
  readonly data?: DataOrigin;
}

/** In a figure of both origins, the retrained runs of a model are a series of their own beside the published. */
function shownRows<R extends DataRow>(rows: readonly R[]): (R & { base?: string })[] {
  const isBoth = new Set(rows.map(({ data }) => data)).size > 1;
  return rows.map((row) =>
    row.data === undefined
      ? row
      : { ...row, base: row.model, model: isBoth ? shownLabel(row.model, row.data) : row.model },
  );
}

const shownLabel = (label: string, data: DataOrigin): string =>
  data === "published" ? label : `${label} (retrained)`;

/** The order of the series, and that of the parameters of all series together. */
function placesOf({ lookup, outcomes, summary }: FigureNumbers) {
  const published = summary.filter(({ method }) => method === "as published");
  const isOfData = outcomes.some(({ data }) => data !== undefined);
  const parameters = [...new Set([...outcomes, ...published].map(({ parameter }) => parameter))];
  return {
    model: lookup.series.flatMap(({ label }) =>
      published.length > 0 || isOfData ? dataOrigins.map((data) => shownLabel(label, data)) : label,
    ),
    parameter: sortRanges(parameters, lookup.order).map(halfOpen),
  };
}

/** Numbers and the runs behind them belong together: who shows the one gets the other beside it. */
async function tablesOf({ figure, numbers }: SourceContext): Promise<SourceData["tables"]> {
  const { summary, outcomes } = await numbers();
  return {
    "": summaryTable(summary, figure.lookup.table),
    [outcomeEndings.best]: outcomeTable(outcomes, figure.lookup.table),
    [outcomeEndings.failure]: failureTable(outcomes),
  };
}
