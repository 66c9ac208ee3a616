import { inOrder } from "../../plot/index.js";
import { halfOpen, sortRanges } from "../../stats/index.js";
import type { FigureNumbers } from "../numbers/computeFigure.js";
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
    return { rows: inOrder(numbers.summary, placesOf(numbers)), tables: await tablesOf(context) };
  },
};

export const outcomes: Source = {
  name: "outcomes",
  about: "one row for each run, with how it was judged",
  load: async (context) => {
    const numbers = await context.numbers();
    const rows = numbers.outcomes.map((outcome) => ({
      ...outcome,
      parameter: halfOpen(outcome.parameter),
    }));
    return { rows: inOrder(rows, placesOf(numbers)), tables: await tablesOf(context) };
  },
};

/** The order of the series, and that of the parameters of all series together. */
function placesOf({ lookup, outcomes }: FigureNumbers) {
  const parameters = [...new Set(outcomes.map((outcome) => outcome.parameter))];
  return {
    model: lookup.series.map(({ label }) => label),
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
