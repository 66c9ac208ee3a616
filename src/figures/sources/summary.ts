import { inOrder } from "../../plot/index.js";
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
    const { lookup, summary } = await context.numbers();
    const model = lookup.series.map(({ label }) => label);
    const parameter = [...new Set(summary.map((row) => row.parameter))];
    return { rows: inOrder(summary, { model, parameter }), tables: await tablesOf(context) };
  },
};

export const outcomes: Source = {
  name: "outcomes",
  about: "one row for each run, with how it was judged",
  load: async (context) => {
    const { lookup, outcomes } = await context.numbers();
    const model = lookup.series.map(({ label }) => label);
    return { rows: inOrder(outcomes, { model, parameter: [] }), tables: await tablesOf(context) };
  },
};

/** Numbers and the runs behind them belong together: who shows the one gets the other beside it. */
async function tablesOf({ figure, numbers }: SourceContext): Promise<SourceData["tables"]> {
  const { summary, outcomes } = await numbers();
  return {
    "": summaryTable(summary, figure.lookup.table),
    [outcomeEndings.best]: outcomeTable(outcomes),
    [outcomeEndings.failure]: failureTable(outcomes),
  };
}
