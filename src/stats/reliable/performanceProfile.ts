import { meanOf } from "../functions/moments.js";
import type { Scores } from "./scores.js";

/**
 * Share of all runs of all tasks that score higher than each threshold (the run-score distribution of Agarwal et al. 2021,
 * equation 1).
 */
export function performanceProfile(scores: Scores, thresholds: readonly number[]): number[] {
  return shareAbove(scores.flat(), thresholds);
}

/** Share of the tasks whose mean score is higher than each threshold (the average-score distribution). */
export function averageScoreProfile(scores: Scores, thresholds: readonly number[]): number[] {
  return shareAbove(scores.map(meanOf), thresholds);
}

function shareAbove(values: readonly number[], thresholds: readonly number[]): number[] {
  return thresholds.map(
    (threshold) => values.filter((value) => value > threshold).length / values.length,
  );
}
