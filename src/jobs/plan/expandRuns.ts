import type { Experiment } from "../../experiments/experiment.js";
import { withRanges } from "../../experiments/withRanges.js";
import type { GivenSettings } from "../../experiments/settings/runSettings.js";
import { resolveRun, type ResolvedRun } from "../../train/runs/resolveRun.js";

/** What to take of an experiment; without a choice, all of it. */
export interface RunSelection {
  /** Instead of the experiment's own seeds. */
  readonly seeds?: readonly number[];
  /** Labels of ranges, such as `U[1,2]`. */
  readonly ranges?: readonly string[];
  /** Settings that override the experiment's. */
  readonly settings?: GivenSettings;
}

/**
 * The runs of an experiment, seed by seed and for each seed range by range.
 *
 * @throws {UserError} when the experiment has no range of a given label, names no known module or has
 *   a setting that nothing reads
 */
export function expandRuns(experiment: Experiment, selection: RunSelection = {}): ResolvedRun[] {
  const [{ ranges }] = selection.ranges ? withRanges([experiment], selection.ranges) : [experiment];
  const where = `${experiment.file}: experiment "${experiment.name}"`;
  return (selection.seeds ?? experiment.seeds).flatMap((seed) =>
    ranges.map((range) => {
      const { interpolationRange, extrapolationRange, sampleDistribution } = range;
      const given: GivenSettings = {
        ...experiment.settings,
        seed,
        interpolationRange,
        extrapolationRange,
        ...(sampleDistribution && { sampleDistribution }),
        ...selection.settings,
      };
      return resolveRun(given, where);
    }),
  );
}
