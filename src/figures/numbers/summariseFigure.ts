import type { DataOrigin, Lookup } from "../lookups/index.js";
import { halfOpen, sortRanges, type Estimate, type StatisticsMode } from "../../stats/index.js";
import { isJudged, quantitiesOf } from "../quantities/index.js";
import type { FigureOutcome } from "./judgeSeries.js";

/** One number of a figure: a model at a place of the x axis. */
export interface SummaryRow extends Estimate {
  readonly model: string;
  readonly operation: string | null;
  /** As the figure prints it: `U[1,2)`. */
  readonly parameter: string;
  /** Key of the quantity. */
  readonly key: string;
  /** How many runs there are. */
  readonly runs: number;
  /** How many of them are solved. */
  readonly solved: number;
  /** How many of them lack what they are judged by. */
  readonly notJudged: number;
  readonly statistics: StatisticsMode;
  /** Whose runs they are, in a figure of a paper's data. */
  readonly data?: DataOrigin;
}

/**
 * Summarises the outcomes of a figure: one row per model, parameter and number, models in the order
 * of the lookup, parameters in the order that it asks for.
 */
export function summariseFigure(
  lookup: Pick<Lookup, "series" | "order" | "columns" | "fits">,
  outcomes: readonly FigureOutcome[],
  statistics: StatisticsMode,
): SummaryRow[] {
  const parameters = sortRanges([...new Set(outcomes.map((o) => o.parameter))], lookup.order);
  const rows: SummaryRow[] = [];
  for (const { label: model } of lookup.series) {
    const own = outcomes.filter((o) => o.model === model);
    for (const data of new Set(own.map((o) => o.data))) {
      for (const parameter of parameters) {
        const cell = own.filter((o) => o.data === data && o.parameter === parameter);
        for (const operation of new Set(cell.map((o) => o.operation))) {
          const group = cell.filter((o) => o.operation === operation);
          const place = { model, operation, parameter: halfOpen(parameter), statistics };
          const solved = group.filter((outcome) => isJudged(outcome) && outcome.solved).length;
          const notJudged = group.length - group.filter(isJudged).length;
          const counts = { runs: group.length, solved, notJudged, ...(data && { data }) };
          for (const { key, estimate } of quantitiesOf(lookup.columns)) {
            const numbers = estimate(group, statistics, { fits: lookup.fits });
            rows.push({ ...place, key, ...numbers, ...counts });
          }
        }
      }
    }
  }
  return rows;
}
