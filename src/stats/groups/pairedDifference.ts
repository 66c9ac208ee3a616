import { summariseGroup, type GroupSummary, type StatisticOptions } from "./summariseGroup.js";

/** Differences between two groups of runs that share what varies within a group, such as the seed. */
export interface PairedDifference extends GroupSummary {
  /** The pairs that differences were taken of, in the order of the first group. */
  readonly pairs: readonly string[];
  /** What only one of the groups has. */
  readonly unpaired: { readonly first: readonly string[]; readonly second: readonly string[] };
}

/**
 * Summarises first - second over equal keys. Equal seeds mean equal data and equal beginnings, so that the differences
 * vary less than the groups do.
 *
 * @param first value by key (the seed, as text)
 */
export function pairedDifference(
  first: ReadonlyMap<string, number | undefined>,
  second: ReadonlyMap<string, number | undefined>,
  options: StatisticOptions = {},
): PairedDifference {
  const pairs = [...first.keys()].filter((key) => second.has(key));
  const unpaired = {
    first: [...first.keys()].filter((key) => !second.has(key)),
    second: [...second.keys()].filter((key) => !first.has(key)),
  };
  const differences = pairs.map((key) => {
    const [a, b] = [first.get(key), second.get(key)];
    return a === undefined || b === undefined ? undefined : a - b;
  });
  const summary = summariseGroup(differences, { noun: "pairs", ...options });
  const alone = unpaired.first.length + unpaired.second.length;
  const notes = alone === 0 ? [] : [`without a pair: ${alone} ${alone === 1 ? "run" : "runs"}`];
  return { ...summary, notes: [...summary.notes, ...notes], pairs, unpaired };
}
