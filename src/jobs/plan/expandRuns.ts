import type { Experiment } from "../../experiments/experiment.js";
import { withVariations } from "../../experiments/withVariations.js";
import type { GivenSettings } from "../../experiments/settings/runSettings.js";
import { resolveSeeds, type ResolvedRun } from "../../train/runs/resolveRun.js";

/** What to take of an experiment; without a choice, all of it. */
export interface RunSelection {
  /** Instead of the experiment's own seeds. */
  readonly seeds?: readonly number[];
  /** Labels of variations, such as `U[1,2]`. */
  readonly variations?: readonly string[];
  /** Settings that override the experiment's. */
  readonly settings?: GivenSettings;
}

/**
 * The runs of an experiment, seed by seed and for each seed variation by variation.
 *
 * @throws {UserError} when the experiment has no variation of a given label, names no known module or has
 *   a setting that nothing reads
 */
export function expandRuns(experiment: Experiment, selection: RunSelection = {}): ResolvedRun[] {
  const [{ variations }] = selection.variations
    ? withVariations([experiment], selection.variations)
    : [experiment];
  const where = `${experiment.file}: experiment "${experiment.name}"`;
  const seeds = selection.seeds ?? experiment.seeds;
  const resolvers = variations.map((variation) => {
    const given: GivenSettings = {
      ...experiment.settings,
      seed: seeds[0],
      ...variation.settings,
      ...selection.settings,
    };
    // A variation or the command line may say the seed, which then counts.
    const isFixed = [variation.settings, selection.settings].some((all) => all && "seed" in all);
    const resolve = resolveSeeds(given, where);
    return (seed: number) => resolve(isFixed ? undefined : seed);
  });
  return seeds.flatMap((seed) => resolvers.map((resolve) => resolve(seed)));
}
