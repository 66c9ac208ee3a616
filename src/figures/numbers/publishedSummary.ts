import { halfOpen, sortRanges } from "../../stats/index.js";
import { own } from "../../util/own.js";
import type { Lookup, PublishedNumber } from "../lookups/index.js";
import { quantitiesOf } from "../quantities/index.js";
import type { SummaryRow } from "./summariseFigure.js";

/**
 * The means that a paper prints at places of its x axis, as the summary of a figure: one row per model, place
 * and number. Where a paper has a success rate but no other number, there is a row without one: no run was
 * solved there, or the number was not logged.
 */
export function publishedSummary(lookup: Lookup): SummaryRow[] {
  const { published, labels } = lookup;
  const placed = (parameter: string) => own(labels, parameter) ?? parameter;
  const means = published.flatMap(({ parameter, statistic = "mean", ...number }) =>
    parameter === undefined || statistic !== "mean"
      ? []
      : [{ ...number, parameter: own(labels, parameter) ?? parameter }],
  );
  const parameters = sortRanges(
    [...new Set(means.map(({ parameter }) => parameter))],
    lookup.order,
  );
  return lookup.series.flatMap(({ label: model }) =>
    parameters.flatMap((parameter) => {
      const here = means.filter((one) => one.model === model && one.parameter === parameter);
      const rate = here.find(({ key }) => key === "success.rate");
      if (here.length === 0) return [];
      return quantitiesOf(lookup.columns).map(({ key }) => {
        const number = here.find((one) => one.key === key);
        const middle = published.find(
          (one) =>
            one.statistic === "median" &&
            one.model === model &&
            one.key === key &&
            placed(one.parameter ?? "") === parameter,
        );
        const row = rowOf(lookup, { model, parameter, key }, number, rate);
        return { ...row, median: middle?.value ?? null };
      });
    }),
  );
}

function rowOf(
  { operation }: Lookup,
  { model, parameter, key }: Pick<SummaryRow, "model" | "parameter" | "key">,
  number: PublishedNumber | undefined,
  rate: PublishedNumber | undefined,
): SummaryRow {
  const { value: mean = null, lower = null, upper = null } = number ?? {};
  const runs = rate?.n ?? number?.n ?? 0;
  const solved = Math.round((rate?.value ?? 0) * runs);
  return {
    ...{
      model,
      operation: operation ?? null,
      parameter: halfOpen(parameter),
      key,
      mean,
      lower,
      upper,
    },
    ...{ max: null, median: null, leftOut: 0, notes: [] },
    method: number === undefined ? "none" : "as published",
    n: key === "success.rate" ? runs : number === undefined ? 0 : solved,
    ...{ runs, solved, notJudged: 0, statistics: "published", data: "published" },
  };
}
