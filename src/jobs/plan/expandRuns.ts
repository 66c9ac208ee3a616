import type { Experiment } from "../../experiments/experiment.js";
import { withRanges } from "../../experiments/withRanges.js";
import { originalLayerType } from "../../train/modules/layerType.js";
import { formatRunName } from "../../experiments/names/runName.js";
import {
  completeSettings,
  type GivenSettings,
  type RunSettings,
} from "../../experiments/settings/runSettings.js";

/** One run of an experiment: what to train and what its directory is called. */
export interface PlannedRun {
  readonly runName: string;
  readonly settings: RunSettings;
}

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
 * @throws {UserError} when the experiment has no range of a given label or names no known module
 */
export function expandRuns(experiment: Experiment, selection: RunSelection = {}): PlannedRun[] {
  const [{ ranges }] = selection.ranges ? withRanges([experiment], selection.ranges) : [experiment];
  const layerType = originalLayerType(experiment.settings.layerType!);
  return (selection.seeds ?? experiment.seeds).flatMap((seed) =>
    ranges.map((range) => {
      const { interpolationRange, extrapolationRange, sampleDistribution } = range;
      const given: GivenSettings = {
        ...experiment.settings,
        layerType,
        seed,
        interpolationRange,
        extrapolationRange,
        ...(sampleDistribution && { sampleDistribution }),
        ...selection.settings,
      };
      return { runName: formatRunName(given), settings: completeSettings(given) };
    }),
  );
}
