import type { ExperimentSettings } from "./experimentSettings.js";
import type { Variation } from "./variations.js";

/** A named set of runs that differ in their seed and one variation only. */
export interface Experiment {
  /** Its folder below the folder of the runs: `sltr-in10/nru`. */
  readonly name: string;
  /** What is trained, as a figure's legend would say it. */
  readonly title: string;
  /** What it is for, in one line. */
  readonly purpose: string;
  /** Where the published program's script says something else. */
  readonly note?: string;
  readonly settings: ExperimentSettings;
  readonly seeds: readonly number[];
  readonly variations: readonly Variation[];
  /** An experiment with the very same settings: its runs are taken over instead of trained again. */
  readonly sameRunsAs?: string;
  /** The file that declares it. */
  readonly file: string;
}
