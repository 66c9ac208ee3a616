import type { PublishedNumber } from "../lookups/index.js";
import type { Interval } from "../../stats/index.js";
import { quantities, type Quantity } from "../quantities/index.js";
import type { FigureNumbers } from "./computeFigure.js";

/** How a model of a figure did over all its runs, and what the paper says of it. */
export interface ReportLine {
  readonly key: string;
  readonly figure: string | number | null;
  readonly model: string;
  /** `all`, or the place on the x axis that a published number is about. */
  readonly parameter: string;
  readonly quantity: PublishedNumber["key"];
  readonly runs: number;
  readonly ours: Interval;
  readonly published: number | null;
  readonly source: string | null;
  /** Whether the published number lies in our 95 % interval; null where there is none to compare. */
  readonly agrees: boolean | null;
}

/**
 * A line for each model of a figure with its success rate over all runs, and one for each further
 * number that the lookup knows from the paper.
 */
export function reportLines({
  lookup,
  outcomes,
  summary,
  statistics,
}: FigureNumbers): ReportLine[] {
  const { key, figure = null } = lookup;
  const compare = ({ mean, lower, upper, method }: Interval, published?: PublishedNumber) => ({
    ours: { mean, lower, upper, method },
    published: published?.value ?? null,
    source: published?.source ?? null,
    agrees: published === undefined ? null : contains({ lower, upper }, published.value),
  });
  const overall = lookup.series.flatMap(({ label: model }) =>
    quantities.filter(isOverall).map(({ key: quantity, estimate }): ReportLine => {
      const own = outcomes.filter((outcome) => outcome.model === model);
      const published = lookup.published.find(
        (number) => number.model === model && number.key === quantity && isOverModel(number),
      );
      const ours = estimate(own, statistics);
      return {
        ...{ key, figure, model, parameter: "all", quantity, runs: own.length },
        ...compare(ours, published),
      };
    }),
  );
  const single = lookup.published
    .filter((number) => !isOverModel(number))
    .flatMap((number): ReportLine[] => {
      const { model, parameter = "all", key: quantity } = number;
      const row = summary.find(
        (one) => one.model === model && one.parameter === parameter && one.key === quantity,
      );
      if (row === undefined) return [];
      return [{ key, figure, model, parameter, quantity, runs: row.n, ...compare(row, number) }];
    });
  return [...overall, ...single];
}

const isOverall = ({ isOverall }: Quantity): boolean => isOverall;

/** Whether a published number is over all runs of its model. */
const isOverModel = ({ key, parameter }: PublishedNumber): boolean =>
  parameter === undefined && quantities.some((one) => one.key === key && one.isOverall);

function contains({ lower, upper }: Pick<Interval, "lower" | "upper">, value: number): boolean {
  return lower !== null && upper !== null && value >= lower && value <= upper;
}
