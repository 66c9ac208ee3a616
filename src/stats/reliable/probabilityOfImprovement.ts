import { meanOf } from "../functions/moments.js";
import { checkScores, type Scores } from "./scores.js";
import {
  resampled,
  withIntervals,
  type BootstrapEstimate,
  type StratifiedIndices,
} from "./stratifiedBootstrap.js";

/**
 * How probable it is that a run of the first algorithm scores higher than a run of the second, mean over the tasks: per
 * task the share of pairs in which it does, ties counting one half (Mann and Whitney's U over the number of pairs).
 *
 * @throws RangeError when the algorithms have different numbers of tasks
 */
export function probabilityOfImprovement(first: Scores, second: Scores): number {
  if (first.length !== second.length) {
    throw new RangeError(`${first.length} tasks against ${second.length}: expected the same tasks`);
  }
  return meanOf(first.map((runs, task) => shareOfWins(runs, second[task])));
}

/** The same with its percentile interval: the two algorithms are drawn independently of one another. */
export function probabilityOfImprovementInterval(
  first: Scores,
  second: Scores,
  indices: {
    readonly first: readonly StratifiedIndices[];
    readonly second: readonly StratifiedIndices[];
  },
  level = 0.95,
): BootstrapEstimate {
  checkScores(first);
  checkScores(second);
  const replicates = indices.first.map((one, b) => [
    probabilityOfImprovement(resampled(first, one), resampled(second, indices.second[b])),
  ]);
  return withIntervals([probabilityOfImprovement(first, second)], replicates, level)[0];
}

function shareOfWins(first: readonly number[], second: readonly number[]): number {
  let wins = 0;
  for (const a of first) {
    for (const b of second) wins += a > b ? 1 : a === b ? 0.5 : 0;
  }
  return wins / (first.length * second.length);
}
