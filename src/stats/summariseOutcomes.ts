import { betaMean } from "./betaMean.js";
import type { Estimate } from "./estimate.js";
import { gammaMean } from "./gammaMean.js";
import type { Outcome } from "./outcome.js";
import type { StatisticsMode } from "./statisticsMode.js";
import { wilsonInterval } from "./wilsonInterval.js";

/** The three numbers of one group of runs: one model, operation and parameter. */
export interface OutcomeSummary {
  /** Proportion of solved runs, of all runs (R: `success.rate`). */
  readonly successRate: Estimate;
  /** Training step at which the solved runs were first solved (R: `converged.at`). */
  readonly solvedAt: Estimate;
  /** Sparsity error of the solved runs at their best row (R: `sparse.error`). */
  readonly sparsityError: Estimate;
}

/** The part of an outcome that a summary needs. */
export type SummarisedOutcome = Pick<
  Outcome,
  "solved" | "extrapolationSolvedAt" | "sparsityError"
> &
  Partial<Pick<Outcome, "logInterval">>;

/**
 * Summarises the outcomes of one group of runs.
 *
 * @param options.logInterval steps between two logged rows, which a run solved at step 0 counts half of; default: the
 *   smallest one of the outcomes
 */
export function summariseOutcomes(
  outcomes: readonly SummarisedOutcome[],
  mode: StatisticsMode,
  options: { logInterval?: number } = {},
): OutcomeSummary {
  const solved = outcomes.filter((outcome) => outcome.solved);
  const logInterval = options.logInterval ?? smallestLogInterval(outcomes);
  return {
    successRate: {
      ...wilsonInterval(solved.length, outcomes.length),
      max: null,
      median: null,
      n: outcomes.length,
      leftOut: 0,
      notes: [],
    },
    solvedAt: gammaMean(
      solved.map((outcome) => outcome.extrapolationSolvedAt ?? NaN),
      mode,
      { logInterval },
    ),
    sparsityError: betaMean(
      solved.map((outcome) => outcome.sparsityError ?? NaN),
      mode,
    ),
  };
}

function smallestLogInterval(outcomes: readonly SummarisedOutcome[]): number | null {
  let smallest = Infinity;
  for (const { logInterval } of outcomes) smallest = Math.min(smallest, logInterval ?? Infinity);
  return smallest === Infinity ? null : smallest;
}
