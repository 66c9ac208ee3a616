import { meanOf, medianOf } from "../functions/moments.js";

/** A number for the middle of a group of values. */
export interface Centre {
  /** As in a lookup. */
  readonly name: CentreName;
  /** As in a caption: "mean". */
  readonly title: string;
  /** One line of help. */
  readonly help: string;
  /** @param values finite numbers; NaN of none */
  readonly of: (values: readonly number[]) => number;
}

export type CentreName = "mean" | "median" | "iqm";

/** Every centre, in the order in which help shows them. */
export const centres: readonly Centre[] = [
  { name: "mean", title: "mean", help: "the arithmetic mean", of: meanOf },
  { name: "median", title: "median", help: "the middle value", of: medianOf },
  {
    name: "iqm",
    title: "interquartile mean",
    help: "the mean without the lowest and the highest quarter",
    of: interquartileMean,
  },
];

export const centreNames: readonly CentreName[] = centres.map(({ name }) => name);

/** The centre with a name. */
export function centreOf(name: CentreName): Centre {
  const found = centres.find((centre) => centre.name === name);
  if (found === undefined) throw new RangeError(`there is no centre "${String(name)}"`);
  return found;
}

/**
 * Mean without the lowest and the highest quarter: of n values floor(n / 4) are dropped at each end, none counts in part
 * (Agarwal et al. 2021; SciPy's `trim_mean(values, 0.25)`). NaN of no values.
 */
export function interquartileMean(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const dropped = Math.floor(sorted.length / 4);
  return meanOf(sorted.subarray(dropped, sorted.length - dropped));
}
