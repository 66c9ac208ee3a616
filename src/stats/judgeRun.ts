import type { RunRows } from "./runRows.js";
import { UserError } from "../util/userError.js";
import type { Outcome } from "./outcome.js";

export interface JudgeOptions {
  /** Extrapolation error below which a run is solved. */
  readonly threshold: number;
  /** Whether an error equal to the threshold is solved too, as in the division-by-zero figures. Default: false. */
  readonly inclusive?: boolean;
  /** How many of the last rows the best one is looked for in. Default: 5000. */
  readonly bestWindow?: number;
}

/**
 * Judges one run by its logged rows. The best row is the first one with the smallest interpolation error among the last
 * `bestWindow` rows, or the last row when all errors there are NaN; the run is solved when its extrapolation error at the
 * best row is below the threshold, which NaN never is.
 *
 * @throws UserError when the run has no rows or its columns differ in length
 * @throws RangeError when the threshold is NaN or the window is not at least 1
 */
export function judgeRun(rows: RunRows, options: JudgeOptions): Outcome {
  const { threshold, inclusive = false, bestWindow = 5000 } = options;
  checkRows(rows);
  if (Number.isNaN(threshold)) throw new RangeError(`the threshold of run ${rows.name} is NaN`);
  if (!(bestWindow >= 1)) throw new RangeError(`bestWindow is ${bestWindow}, expected at least 1`);
  const solves = (error: number) => (inclusive ? error <= threshold : error < threshold);
  const best = bestIndex(rows.interpolationError, bestWindow);
  const extrapolationError = rows.extrapolationError[best];
  return {
    name: rows.name,
    threshold,
    bestRow: best + 1,
    bestStep: numberOrNull(rows.step[best]),
    interpolationError: numberOrNull(rows.interpolationError[best]),
    extrapolationError: numberOrNull(extrapolationError),
    interpolationSolvedAt: firstStep(rows.step, rows.interpolationError, solves),
    extrapolationSolvedAt: firstStep(rows.step, rows.extrapolationError, solves),
    sparsityError: numberOrNull(rows.sparsityError[best]),
    solved: solves(extrapolationError),
    rows: rows.step.length,
    logInterval: logInterval(rows.step),
  };
}

function checkRows({ name, step, interpolationError, extrapolationError, sparsityError }: RunRows) {
  if (step.length === 0) {
    throw new UserError(
      `Run ${name} has no rows, so it cannot be judged. Export it again, or leave it out.`,
    );
  }
  const columns = [interpolationError, extrapolationError, sparsityError];
  if (columns.some((column) => column.length !== step.length)) {
    const lengths = [step, ...columns].map((column) => column.length).join(", ");
    throw new UserError(
      `Run ${name} has columns of different lengths (step, interpolation, extrapolation and sparsity error: ${lengths}). Export it again.`,
    );
  }
}

/** Index of the first smallest error among the last `window`; the last index when all of these are NaN. */
function bestIndex(errors: Float64Array, window: number): number {
  let best = -1;
  for (let row = Math.max(0, errors.length - window); row < errors.length; row++) {
    const error = errors[row];
    if (!Number.isNaN(error) && (best < 0 || error < errors[best])) best = row;
  }
  return best < 0 ? errors.length - 1 : best;
}

function firstStep(
  steps: Float64Array,
  errors: Float64Array,
  solves: (error: number) => boolean,
): number | null {
  const row = errors.findIndex(solves);
  return row < 0 ? null : numberOrNull(steps[row]);
}

/** Distance of the first two steps; later ones may be cut short, as the last of a training often is. */
function logInterval(steps: Float64Array): number | null {
  const distance = steps.length < 2 ? NaN : steps[1] - steps[0];
  return distance > 0 ? distance : null;
}

function numberOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
