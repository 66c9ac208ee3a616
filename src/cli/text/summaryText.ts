import type { FigureNumbers } from "../../figures/numbers/computeFigure.js";
import { isJudged, quantitiesOf, type Quantity } from "../../figures/quantities/index.js";
import type { Interval } from "../../stats/index.js";
import { layoutTable, type TableLayout } from "./layoutTable.js";

/**
 * The numbers of a figure as a table for people, a mean with its 95 % interval in each cell; after the
 * places of the x axis a line over all runs of the model.
 */
export function summaryText(
  { lookup, outcomes, summary, statistics }: FigureNumbers,
  layout: TableLayout,
): string {
  const quantities = quantitiesOf(lookup.columns);
  // Most figures have no such run, and their tables no such column.
  const isGappy = !outcomes.every(isJudged);
  const header = [
    ...["model", "parameter", "runs", ...(isGappy ? ["not judged"] : [])],
    ...quantities.map(({ title }) => title),
  ];
  const counts = (runs: number, notJudged: number) =>
    (isGappy ? [runs, notJudged] : [runs]).map(String);
  const rows = lookup.series.flatMap(({ label: model }) => {
    const own = summary.filter((row) => row.model === model);
    const lines = [...new Set(own.map(({ parameter }) => parameter))].map((parameter) => {
      const at = own.filter((row) => row.parameter === parameter);
      const cells = quantities.map((quantity) =>
        intervalText(
          at.find(({ key }) => key === quantity.key),
          quantity,
        ),
      );
      return [model, parameter, ...counts(at[0]?.runs ?? 0, at[0]?.notJudged ?? 0), ...cells];
    });
    const runs = outcomes.filter((outcome) => outcome.model === model);
    const overall = quantities.map((quantity) =>
      quantity.isOverall ? intervalText(quantity.estimate(runs, statistics), quantity) : "–",
    );
    const notJudged = runs.length - runs.filter(isJudged).length;
    return [...lines, [model, "all", ...counts(runs.length, notJudged), ...overall]];
  });
  const numbers = header.map((_, index) => index).slice(2);
  return layoutTable(layout, header, rows, new Set(numbers));
}

/** `0.75 [0.30, 0.95]`; a dash for what is not known. */
export function intervalText(
  range: Omit<Interval, "method"> | undefined,
  { format }: Pick<Quantity, "format">,
): string {
  if (range === undefined || range.mean === null) return "–";
  const bound = (value: number | null) => (value === null ? "–" : format(value));
  const mean = format(range.mean);
  if (range.lower === null && range.upper === null) return mean;
  return `${mean} [${bound(range.lower)}, ${bound(range.upper)}]`;
}
