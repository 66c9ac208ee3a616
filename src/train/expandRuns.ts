import type { Experiment } from "../catalog/experiment.js";
import type { ExperimentRange } from "../catalog/experimentRange.js";
import { didYouMean } from "../util/nearestNames.js";
import { UserError } from "../util/userError.js";
import { originalLayerType } from "./layerType.js";
import { formatRunName } from "./runName.js";
import { completeSettings, type GivenSettings, type RunSettings } from "./runSettings.js";

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
  const ranges = selectRanges(experiment, selection.ranges);
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

function selectRanges(
  { name, ranges }: Experiment,
  labels: readonly string[] | undefined,
): readonly ExperimentRange[] {
  if (labels === undefined) return ranges;
  const known = ranges.map(({ label }) => label);
  for (const label of labels) {
    if (!known.some((candidate) => sameLabel(candidate, label))) {
      throw new UserError(
        `${name} has no range "${label}".${didYouMean(label, known)} It has: ${known.join(", ")}.`,
        2,
      );
    }
  }
  return ranges.filter(({ label }) => labels.some((wanted) => sameLabel(label, wanted)));
}

/** Whether two labels are equal, blanks aside. */
export function sameLabel(first: string, second: string): boolean {
  return first.replaceAll(/\s/g, "") === second.replaceAll(/\s/g, "");
}
