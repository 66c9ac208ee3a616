import type { Lookup } from "../lookups/index.js";
import {
  halfOpen,
  sortRanges,
  summariseOutcomes,
  type Estimate,
  type StatisticsMode,
} from "../../stats/index.js";
import type { FigureOutcome } from "./judgeSeries.js";

/** The three numbers of a group of runs, by the names that the R scripts gave them. */
export const summaryKeys = ["success.rate", "converged.at", "sparse.error"] as const;
export type SummaryKey = (typeof summaryKeys)[number];

/** One number of a figure: a model at a place of the x axis. */
export interface SummaryRow extends Estimate {
  readonly model: string;
  readonly operation: string | null;
  /** As the figure prints it: `U[1,2)`. */
  readonly parameter: string;
  readonly key: SummaryKey;
  readonly statistics: StatisticsMode;
}

/**
 * Summarises the outcomes of a figure: one row per model, parameter and number, models in the order
 * of the lookup, parameters in the order that it asks for.
 */
export function summariseFigure(
  lookup: Pick<Lookup, "series" | "order">,
  outcomes: readonly FigureOutcome[],
  statistics: StatisticsMode,
): SummaryRow[] {
  const parameters = sortRanges([...new Set(outcomes.map((o) => o.parameter))], lookup.order);
  const rows: SummaryRow[] = [];
  for (const { label: model } of lookup.series) {
    for (const parameter of parameters) {
      const cell = outcomes.filter((o) => o.model === model && o.parameter === parameter);
      for (const operation of new Set(cell.map((o) => o.operation))) {
        const group = cell.filter((o) => o.operation === operation);
        const summary = summariseOutcomes(group, statistics);
        const estimates: Record<SummaryKey, Estimate> = {
          "success.rate": summary.successRate,
          "converged.at": summary.solvedAt,
          "sparse.error": summary.sparsityError,
        };
        const place = { model, operation, parameter: halfOpen(parameter), statistics };
        for (const key of summaryKeys) rows.push({ ...place, key, ...estimates[key] });
      }
    }
  }
  return rows;
}
