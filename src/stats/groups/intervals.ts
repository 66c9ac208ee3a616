import { largest, smallest } from "../../util/lists/longLists.js";
import { meanOf, varianceOf } from "../functions/moments.js";
import { quantileOfSorted, studentQuantile } from "../functions/quantiles.js";
import { wilsonBounds } from "../functions/wilsonBounds.js";
import {
  bcaBounds,
  bootstrapReplicates,
  type Bounds,
  defaultResamples,
  percentileBounds,
  resampleIndices,
  type ResampleOptions,
} from "./bootstrap.js";
import type { Centre, CentreName } from "./centres.js";

/** What an interval is made of. */
export interface IntervalInput extends ResampleOptions {
  /** Finite numbers. */
  readonly values: readonly number[];
  readonly centre: Centre;
  /** Above 0 and below 1. */
  readonly level: number;
}

/** A way to say how far values, or the centre of a group, may lie. */
export interface IntervalMethod {
  /** As in a lookup, without the level. */
  readonly name: string;
  /** Whether a level in percent follows the name: `t95`. */
  readonly hasLevel: boolean;
  /** The centres that it is about; any when left out. */
  readonly centres?: readonly CentreName[];
  /** As in a caption, e.g. "95 % t interval". */
  readonly title: (level: string) => string;
  /** One line of help. */
  readonly help: string;
  /** Whether resamples are drawn: then their number and seed are part of the method. */
  readonly resamples?: boolean;
  /** Fewest values that it says anything about. */
  readonly fewest: number;
  readonly bounds: (input: IntervalInput) => Bounds;
}

const around = (centre: number, half: number): Bounds => ({
  lower: centre - half,
  upper: centre + half,
});

const standardError = (values: readonly number[]) => Math.sqrt(varianceOf(values) / values.length);

function replicatesOf({ values, centre, resamples, seed }: IntervalInput): Float64Array {
  return bootstrapReplicates(
    values,
    centre.of,
    resampleIndices(values.length, { resamples, seed }),
  );
}

/** Every interval, in the order in which help shows them. */
export const intervalMethods: readonly IntervalMethod[] = [
  {
    name: "sd",
    hasLevel: false,
    centres: ["mean"],
    title: () => "± 1 standard deviation",
    help: "mean ± standard deviation (divisor n - 1) of the runs",
    fewest: 2,
    bounds: ({ values }) => around(meanOf(values), Math.sqrt(varianceOf(values))),
  },
  {
    name: "se",
    hasLevel: false,
    centres: ["mean"],
    title: () => "± 1 standard error",
    help: "mean ± standard error of the mean",
    fewest: 2,
    bounds: ({ values }) => around(meanOf(values), standardError(values)),
  },
  {
    name: "t",
    hasLevel: true,
    centres: ["mean"],
    title: (level) => `${level} % t interval`,
    help: "Student's t interval of the mean",
    fewest: 2,
    bounds: ({ values, level }) =>
      around(meanOf(values), studentQuantile(level, values.length - 1) * standardError(values)),
  },
  {
    name: "bootstrap",
    hasLevel: true,
    title: (level) => `${level} % percentile bootstrap interval`,
    help: "percentile bootstrap of the centre",
    resamples: true,
    fewest: 2,
    bounds: (input) => percentileBounds(replicatesOf(input), input.level),
  },
  {
    name: "bca",
    hasLevel: true,
    title: (level) => `${level} % BCa bootstrap interval`,
    help: "bias-corrected and accelerated bootstrap of the centre",
    resamples: true,
    fewest: 2,
    bounds: (input) => bcaBounds(input.values, input.centre.of, replicatesOf(input), input.level),
  },
  {
    name: "wilson",
    hasLevel: false,
    centres: ["mean"],
    title: () => "95 % Wilson interval",
    help: "Wilson's score interval of a rate: the values are 0 or 1",
    fewest: 1,
    bounds({ values }) {
      if (values.some((value) => value !== 0 && value !== 1)) {
        throw new RangeError("a Wilson interval is one of a rate: its values are 0 or 1");
      }
      return wilsonBounds(values.filter((value) => value === 1).length, values.length);
    },
  },
  {
    name: "quartiles",
    hasLevel: false,
    title: () => "quartiles",
    help: "from the lower to the upper quartile of the runs",
    fewest: 1,
    bounds({ values }) {
      const sorted = Float64Array.from(values).sort();
      return { lower: quantileOfSorted(sorted, 0.25), upper: quantileOfSorted(sorted, 0.75) };
    },
  },
  {
    name: "range",
    hasLevel: false,
    title: () => "smallest to largest",
    help: "from the smallest to the largest of the runs",
    fewest: 1,
    bounds: ({ values }) => ({ lower: smallest(values), upper: largest(values) }),
  },
];

/** An interval with its level, as a lookup names it. */
export interface Interval {
  /** As in a lookup: `t95`, `sd`. */
  readonly name: string;
  readonly method: IntervalMethod;
  readonly level: number;
  /** As in a caption. */
  readonly title: string;
}

/** Names to offer: one of each method. */
export const intervalNames: readonly string[] = [
  ...intervalMethods.map(({ name, hasLevel }) => (hasLevel ? `${name}95` : name)),
  "none",
];

/**
 * The interval with a name: `sd`, `t95`, `bootstrap90`; `ci95` is `t95`.
 *
 * @returns undefined for `none`
 * @throws RangeError when there is no such interval, or its level is not between 50 and 99.9 percent
 */
export function intervalOf(name: string): Interval | undefined {
  if (name === "none") return undefined;
  const [, word, digits] = /^(.*?)([0-9.]*)$/.exec(name) ?? [];
  const called = word === "ci" ? "t" : word;
  const method = intervalMethods.find((one) => one.name === called);
  const percent = Number(digits);
  const isSound =
    method !== undefined && (method.hasLevel ? percent >= 50 && percent <= 99.9 : digits === "");
  if (!isSound) {
    throw new RangeError(
      `there is no interval "${name}"; there are ${intervalNames.join(", ")} (and other levels, from 50 to 99.9)`,
    );
  }
  const level = method.hasLevel ? percent / 100 : NaN;
  return { name, method, level, title: method.title(String(percent)) };
}

/** How bounds were found, in words: with the number of resamples and the generator where there are some. */
export function describeMethod(interval: Interval, options: ResampleOptions = {}): string {
  if (!interval.method.resamples) return interval.title;
  const { resamples = defaultResamples, seed = 0 } = options;
  return `${interval.title}, ${withCommas(resamples)} resamples, MT19937 with seed ${seed}`;
}

const withCommas = (count: number) => String(count).replace(/\B(?=(\d{3})+$)/g, ",");
