import { didYouMean } from "../util/text/didYouMean.js";
import { UserError } from "../util/userError.js";
import type { Experiment } from "./experiment.js";

/** What an experiment's ranges consist of. */
const rangeKeys = ["interpolationRange", "extrapolationRange", "sampleDistribution"];

/**
 * The experiments that have any of some variations, reduced to those.
 *
 * @param labels as figures call them: `U[1,2]`, also `U[1, 2)`, `hiddenSize 4`
 * @throws {UserError} naming the nearest ones when no experiment has one of them
 */
export function withVariations(
  experiments: readonly Experiment[],
  labels: readonly string[],
): Experiment[] {
  const all = experiments.flatMap(({ variations }) => variations);
  const known = [...new Set(all.map(({ label }) => label))];
  const areRanges = all.every(({ settings }) =>
    Object.keys(settings).every((key) => rangeKeys.includes(key)),
  );
  const word = areRanges ? "range" : "variation";
  const knownPlain = new Set(known.map(plain));
  for (const label of labels) {
    if (knownPlain.has(plain(label))) continue;
    throw new UserError(
      `There is no ${word} "${label}".${didYouMean(label, known)} ` +
        `${areRanges ? "Ranges" : "Variations"}: ${known.join(areRanges ? ", " : "; ")}.`,
      2,
    );
  }
  const wanted = new Set(labels.map(plain));
  return experiments
    .map((experiment) => ({
      ...experiment,
      variations: experiment.variations.filter(({ label }) => wanted.has(plain(label))),
    }))
    .filter(({ variations }) => variations.length > 0);
}

/** Blanks make no difference, and neither does whether the upper end belongs to the interval. */
function plain(label: string): string {
  return label.replaceAll(/\s/g, "").replaceAll(/\)(?=[&,]|$)/g, "]");
}
