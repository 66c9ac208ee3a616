import { didYouMean } from "../util/didYouMean.js";
import { UserError } from "../util/userError.js";
import type { Experiment } from "./experiment.js";

/**
 * The experiments that have any of some ranges, reduced to those ranges.
 *
 * @param labels as figures call the interpolation ranges: `U[1,2]`, also `U[1, 2)`
 * @throws {UserError} naming the nearest ranges when no experiment has one of them
 */
export function withRanges(
  experiments: readonly Experiment[],
  labels: readonly string[],
): Experiment[] {
  const known = [...new Set(experiments.flatMap(({ ranges }) => ranges.map(({ label }) => label)))];
  const knownPlain = new Set(known.map(plain));
  for (const label of labels) {
    if (knownPlain.has(plain(label))) continue;
    throw new UserError(
      `There is no range "${label}".${didYouMean(label, known)} Ranges: ${known.join(", ")}.`,
      2,
    );
  }
  const wanted = new Set(labels.map(plain));
  return experiments
    .map((experiment) => ({
      ...experiment,
      ranges: experiment.ranges.filter(({ label }) => wanted.has(plain(label))),
    }))
    .filter(({ ranges }) => ranges.length > 0);
}

/** Blanks make no difference, and neither does whether the upper end belongs to the interval. */
function plain(label: string): string {
  return label.replaceAll(/\s/g, "").replaceAll(/\)(?=&|$)/g, "]");
}
