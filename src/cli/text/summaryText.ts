import type { FigureNumbers } from "../../figures/numbers/computeFigure.js";
import type { SummaryKey } from "../../figures/numbers/summariseFigure.js";
import { wilsonInterval, type Interval } from "../../stats/index.js";
import { layoutTable, type TableLayout } from "./layoutTable.js";

const header = ["model", "parameter", "runs", "success rate", "solved at step", "sparsity error"];

/**
 * The numbers of a figure as a table for people, a mean with its 95 % interval in each cell; after the
 * places of the x axis a line over all runs of the model.
 */
export function summaryText(
  { lookup, outcomes, summary }: FigureNumbers,
  layout: TableLayout,
): string {
  const rows = lookup.series.flatMap(({ label: model }) => {
    const own = summary.filter((row) => row.model === model);
    const lines = [...new Set(own.map(({ parameter }) => parameter))].map((parameter) => {
      const number = (key: SummaryKey) =>
        own.find((row) => row.parameter === parameter && row.key === key);
      const rate = number("success.rate");
      return [
        ...[model, parameter, String(rate?.n ?? 0)],
        intervalText(rate, "success.rate"),
        intervalText(number("converged.at"), "converged.at"),
        intervalText(number("sparse.error"), "sparse.error"),
      ];
    });
    const runs = outcomes.filter((outcome) => outcome.model === model);
    const overall = wilsonInterval(runs.filter(({ solved }) => solved).length, runs.length);
    return [
      ...lines,
      [model, "all", String(runs.length), intervalText(overall, "success.rate"), "–", "–"],
    ];
  });
  return layoutTable(layout, header, rows, new Set([2, 3, 4, 5]));
}

/** `0.75 [0.30, 0.95]`; a dash for what is not known. */
export function intervalText(range: Omit<Interval, "method"> | undefined, key: SummaryKey): string {
  if (range === undefined || range.mean === null) return "–";
  const bound = (value: number | null) => (value === null ? "–" : rounded(value, key));
  const mean = rounded(range.mean, key);
  if (range.lower === null && range.upper === null) return mean;
  return `${mean} [${bound(range.lower)}, ${bound(range.upper)}]`;
}

/** Rates in hundredths, steps in whole steps, errors with three digits. */
function rounded(value: number, key: SummaryKey): string {
  if (key === "success.rate") return value.toFixed(2);
  if (key === "converged.at") return String(Math.round(value));
  if (value === 0) return "0";
  return value < 1e-3 ? value.toExponential(2) : value.toPrecision(3);
}
