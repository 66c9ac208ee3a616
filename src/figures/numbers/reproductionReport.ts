import { halfOpen, type Interval } from "../../stats/index.js";
import { own } from "../../util/own.js";
import type { DataOrigin, PublishedNumber } from "../lookups/index.js";
import { quantities, type Quantity } from "../quantities/index.js";
import type { FigureNumbers } from "./computeFigure.js";
import type { SummaryRow } from "./summariseFigure.js";

/** How a model of a figure did over all its runs, and what the paper says of it. */
export interface ReportLine {
  readonly key: string;
  readonly figure: string | number | null;
  readonly model: string;
  /** `all`, or the place on the x axis that a published number is about. */
  readonly parameter: string;
  readonly quantity: PublishedNumber["key"];
  /** Whether it is the mean or the middle value; null for a rate over all runs. */
  readonly statistic: "mean" | "median" | null;
  /** Whose runs ours was computed from, in a figure of a paper's data. */
  readonly data: DataOrigin | null;
  readonly runs: number;
  readonly ours: Interval;
  readonly published: number | null;
  readonly source: string | null;
  /**
   * Whether the published number lies in our 95 % interval (in a figure of a paper's data: but for its rounding) or, where ours was computed from the published outcomes,
   * whether it is the same as printed, but for what R's optimiser leaves open; null where there is none to compare.
   */
  readonly agrees: boolean | null;
}

/**
 * A line for each model of a figure with its success rate over all runs, and one for each further
 * number that the lookup knows from the paper. In a figure of a paper's data there is a line for each number of the
 * paper that has a counterpart.
 */
export function reportLines(numbers: FigureNumbers): ReportLine[] {
  return numbers.summary.some(({ data }) => data !== undefined)
    ? paperLines(numbers)
    : ownLines(numbers);
}

function ownLines({ lookup, outcomes, summary, statistics }: FigureNumbers): ReportLine[] {
  const { key, figure = null } = lookup;
  const compare = ({ mean, lower, upper, method }: Interval, published?: PublishedNumber) => ({
    ...{ data: null, statistic: null },
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

/** A line for each number of a paper and each origin that it can be computed from. */
function paperLines({ lookup, summary }: FigureNumbers): ReportLine[] {
  const { key, figure = null, labels, published } = lookup;
  return published.flatMap((number) => {
    const { model, parameter: place = "all", key: quantity, statistic = "mean", value } = number;
    const parameter = halfOpen(own(labels, place) ?? place);
    const isCounterpart = (row: SummaryRow) =>
      row.model === model && row.parameter === parameter && row.key === quantity;
    // A summary that is made of the published numbers says nothing about them.
    const rows = summary.filter((row) => isCounterpart(row) && row.method !== "as published");
    return rows.map((row): ReportLine => {
      const { data = null, lower, upper, method, n: runs } = row;
      const isMean = statistic === "mean";
      const half = halfUnit(value, quantity);
      const ours = isMean
        ? { mean: row.mean, lower, upper, method }
        : { mean: row.median, lower: null, upper: null, method };
      const agrees =
        data === "published"
          ? isAsPrinted(ours.mean, value, quantity)
          : isMean && lower !== null && upper !== null
            ? contains({ lower: lower - half, upper: upper + half }, value)
            : null;
      const place = { key, figure, model, parameter, quantity, statistic, data };
      return { ...place, runs, ours, published: value, source: number.source, agrees };
    });
  });
}

/** Whether a number is the printed one: rates in percent, others by their first two digits, plus R's 3 to 5 %. */
function isAsPrinted(ours: number | null, printed: number, quantity: string): boolean {
  if (ours === null) return false;
  const open = quantity === "success.rate" ? 1e-12 : 0.05 * Math.abs(printed);
  return Math.abs(ours - printed) <= halfUnit(printed, quantity) + open;
}

/** What rounding may have taken from a printed number. */
function halfUnit(printed: number, quantity: string): number {
  if (quantity === "success.rate") return 0.005;
  const exponent = Number(printed.toExponential().split("e")[1]);
  return 0.5 * Number(`1e${exponent - 1}`);
}

const isOverall = ({ isOverall }: Quantity): boolean => isOverall;

/** Whether a published number is over all runs of its model. */
const isOverModel = ({ key, parameter }: PublishedNumber): boolean =>
  parameter === undefined && quantities.some((one) => one.key === key && one.isOverall);

function contains({ lower, upper }: Pick<Interval, "lower" | "upper">, value: number): boolean {
  return lower !== null && upper !== null && value >= lower && value <= upper;
}
