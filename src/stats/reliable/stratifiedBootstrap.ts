import { MersenneTwister } from "../../util/mersenneTwister.js";
import { percentileBounds, type Bounds, type ResampleOptions } from "../groups/bootstrap.js";
import type { Scores } from "./scores.js";

/** Which run stands at each place of each task: `[task][place]`, one such list per resample. */
export type StratifiedIndices = readonly (readonly number[])[];

/** Resamples unless it is said: rliable's examples take 2,000 for curves and 50,000 for numbers. */
export const defaultStratifiedResamples = 2000;

/**
 * Draws runs with replacement within each task, independently of the other tasks: the numbers that
 * `RandomState(seed).randint(runs, size=runs)` of NumPy gives, resample by resample and task by task.
 *
 * @param runs number of runs per task
 */
export function stratifiedIndices(
  runs: readonly number[],
  options: ResampleOptions = {},
): StratifiedIndices[] {
  const { resamples = defaultStratifiedResamples, seed = 0 } = options;
  const generator = new MersenneTwister(seed);
  return Array.from({ length: resamples }, () =>
    runs.map((count) => Array.from({ length: count }, () => generator.nextBelow(count))),
  );
}

/** The scores of one resample. */
export function resampled(scores: Scores, indices: StratifiedIndices): Scores {
  return scores.map((runs, task) => indices[task].map((run) => runs[run]));
}

/** A number of the scores with its percentile interval. */
export interface BootstrapEstimate extends Bounds {
  readonly estimate: number;
}

/**
 * Numbers of the scores with their percentile intervals, all from the same resamples.
 *
 * @param statistic any number of numbers of some scores
 * @param level above 0 and below 1
 */
export function stratifiedBootstrap(
  scores: Scores,
  statistic: (scores: Scores) => readonly number[],
  indices: readonly StratifiedIndices[],
  level = 0.95,
): BootstrapEstimate[] {
  return withIntervals(
    statistic(scores),
    indices.map((one) => statistic(resampled(scores, one))),
    level,
  );
}

/** Estimates beside the percentile intervals of their replicates: `replicates[resample][number]`. */
export function withIntervals(
  estimates: readonly number[],
  replicates: readonly (readonly number[])[],
  level: number,
): BootstrapEstimate[] {
  return estimates.map((estimate, index) => ({
    estimate,
    ...percentileBounds(
      Float64Array.from(replicates, (row) => row[index]),
      level,
    ),
  }));
}
