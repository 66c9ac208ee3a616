import { gammaMean } from "../../stats/index.js";
import type { Quantity, QuantityOutcome } from "./quantity.js";

/** Training step at which the solved runs were first solved (R: `converged.at`). */
export const solvedAt: Quantity = {
  key: "converged.at",
  title: "solved at step",
  about: "training step at which the solved runs were first solved",
  better: "smaller",
  isOverall: false,
  estimate: (outcomes, mode, options = {}) =>
    gammaMean(
      outcomes
        .filter(({ solved }) => solved)
        .map(({ extrapolationSolvedAt }) => extrapolationSolvedAt ?? NaN),
      mode,
      {
        logInterval: options.logInterval ?? smallestLogInterval(outcomes),
        ...(options.fits && { fits: options.fits }),
      },
    ),
  format: (value) => String(Math.round(value)),
};

function smallestLogInterval(outcomes: readonly QuantityOutcome[]): number | null {
  let smallest = Infinity;
  for (const { logInterval } of outcomes) smallest = Math.min(smallest, logInterval ?? Infinity);
  return smallest === Infinity ? null : smallest;
}
