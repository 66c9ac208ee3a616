import { type GroupSummary, type StatisticOptions, summariseGroup } from "../../stats/index.js";
import type { Place, PlacedValues } from "./placeValues.js";
import { isRate } from "./quantityOf.js";
import type { QuantityValues, RunValue } from "./readQuantities.js";
import type { ResolvedLogs } from "./resolvedLogs.js";

/** The runs of one series at one place, with what they came to. */
export interface Cell extends GroupSummary, Place {
  readonly values: readonly RunValue[];
  /** What the values are differences to; undefined for values themselves. */
  readonly against?: string;
}

/** Summarises placed values: a cell each. Runs that a quantity is not about are counted, and do not count. */
export function summariseCells(
  placed: readonly PlacedValues[],
  { rule }: Pick<ResolvedLogs, "rule">,
): Cell[] {
  return placed.map(({ place, values }) => {
    const own = values.filter(({ isOut }) => isOut !== true);
    const summary = summariseGroup(
      own.map(({ value }) => value),
      optionsOf(place.quantity, rule.statistic),
    );
    const out = values.length - own.length;
    const notes =
      out === 0 ? [] : [`${out} of ${values.length} runs are not among those that it is about`];
    return { ...summary, ...place, notes: [...summary.notes, ...notes], values };
  });
}

/** A share of runs has Wilson's interval unless the lookup says another one. */
function optionsOf(
  { quantity }: QuantityValues,
  statistic: ResolvedLogs["rule"]["statistic"],
): StatisticOptions {
  if (!isRate(quantity)) return statistic;
  return {
    ...statistic,
    centre: "mean",
    interval: statistic.interval === "none" ? "none" : "wilson",
  };
}
