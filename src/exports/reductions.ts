import { meanOf, medianOf, varianceOf } from "../stats/functions/moments.js";
import { largest, smallest } from "../util/lists/longLists.js";
import { didYouMean } from "../util/text/didYouMean.js";
import { UserError } from "../util/userError.js";

/** A number for the values of several runs at one step. */
export interface Reduction {
  readonly name: string;
  readonly help: string;
  /** NaN where one of the values is NaN. */
  readonly of: (values: readonly number[]) => number;
}

export const reductions: readonly Reduction[] = [
  { name: "mean", help: "arithmetic mean", of: meanOf },
  {
    name: "median",
    help: "middle value",
    of: (values) => (hasNaN(values) ? NaN : medianOf(values)),
  },
  {
    name: "std",
    help: "standard deviation (n - 1)",
    of: (values) => Math.sqrt(varianceOf(values)),
  },
  { name: "min", help: "smallest value", of: (values) => smallest(values) },
  { name: "max", help: "largest value", of: (values) => largest(values) },
  { name: "n", help: "number of runs", of: (values) => values.length },
];

const hasNaN = (values: readonly number[]): boolean => values.some(Number.isNaN);

/** @throws {UserError} when there is none of that name */
export function reductionOf(name: string): Reduction {
  const found = reductions.find((one) => one.name === name);
  if (found !== undefined) return found;
  const names = reductions.map((one) => one.name);
  throw new UserError(
    `There is no statistic "${name}".${didYouMean(name, names)}\nThere are: ${names.join(", ")}.`,
    2,
  );
}
