import type { PublishedNumber } from "../lookups/index.js";
import { wilsonInterval, type Interval } from "../../stats/index.js";
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
export function reportLines({ lookup, outcomes, summary }: FigureNumbers): ReportLine[] {
  const { key, figure = null } = lookup;
  const compare = (ours: Interval, published: PublishedNumber | undefined) => ({
    ours,
    published: published?.value ?? null,
    source: published?.source ?? null,
    agrees: published === undefined ? null : contains(ours, published.value),
  });
  const overall = lookup.series.map(({ label: model }): ReportLine => {
    const own = outcomes.filter((outcome) => outcome.model === model);
    const solved = own.filter((outcome) => outcome.solved).length;
    const published = lookup.published.find(
      (number) => number.model === model && isOverall(number),
    );
    const place = { key, figure, model, parameter: "all", quantity: "success.rate" as const };
    return {
      ...place,
      runs: own.length,
      ...compare(wilsonInterval(solved, own.length), published),
    };
  });
  const single = lookup.published
    .filter((number) => !isOverall(number))
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

const isOverall = ({ key, parameter }: PublishedNumber): boolean =>
  key === "success.rate" && parameter === undefined;

function contains({ lower, upper }: Interval, value: number): boolean {
  return lower !== null && upper !== null && value >= lower && value <= upper;
}
