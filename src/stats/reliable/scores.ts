/** Scores of one algorithm: per task, one number per run. Tasks may have different numbers of runs. */
export type Scores = readonly (readonly number[])[];

/**
 * @throws RangeError when there is no task, a task has no run, or a score is not finite: such a score would leave the
 *   statistic without a word
 */
export function checkScores(scores: Scores): void {
  if (scores.length === 0) throw new RangeError("there is no task to score");
  for (const [task, runs] of scores.entries()) {
    if (runs.length === 0) throw new RangeError(`task ${task + 1} has no runs`);
    const run = runs.findIndex((score) => !Number.isFinite(score));
    if (run >= 0) {
      throw new RangeError(`task ${task + 1}, run ${run + 1}: the score is ${runs[run]}`);
    }
  }
}
