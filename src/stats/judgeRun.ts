import { reaches } from "./curves/firstReach.js";
import type { Better } from "./curves/takes.js";
import type { RunMetric, RunRows } from "./runRows.js";
import { UserError } from "../util/userError.js";
import type { Outcome } from "./outcome.js";

export interface JudgeOptions {
  /** Extrapolation error below which a run is solved. */
  readonly threshold: number;
  /** Whether an error equal to the threshold is solved too, as in the division-by-zero figures. Default: false. */
  readonly inclusive?: boolean;
  /** Default: smaller. With "larger" a run is solved above the threshold, and the best row has the largest value. */
  readonly better?: Better;
  /** How many of the last rows the best one is looked for in. Default: 5000. */
  readonly bestWindow?: number;
}

/**
 * Judges one run by its logged rows. The best row is the first one with the best interpolation error among the last
 * `bestWindow` rows with one, or the last of them when all errors there are NaN. The extrapolation error there is the one
 * that was logged in that row, else the last one before it; the run is solved when it is below the threshold, which NaN
 * never is. A run that lacks one of the two is not judged, which is not the same as not solved.
 *
 * @throws UserError when the run has no rows or its columns differ in length
 * @throws RangeError when the threshold is NaN or the window is not at least 1
 */
export function judgeRun(rows: RunRows, options: JudgeOptions): Outcome {
  const { threshold, inclusive = false, better = "smaller", bestWindow = 5000 } = options;
  checkRows(rows);
  if (Number.isNaN(threshold)) throw new RangeError(`the threshold of run ${rows.name} is NaN`);
  if (!(bestWindow >= 1)) throw new RangeError(`bestWindow is ${bestWindow}, expected at least 1`);
  const solves = (error: number) => reaches(error, { threshold, inclusive, better });
  const interpolation = loggedRows(rows, "interpolation");
  const extrapolation = loggedRows(rows, "extrapolation");
  const sparsity = loggedRows(rows, "sparsity");
  const best = bestOf(rows.interpolationError, interpolation.slice(-bestWindow), better);
  const judged = best === undefined ? undefined : lastUntil(best, extrapolation);
  const sparse = best === undefined ? undefined : lastUntil(best, sparsity);
  const at = (values: Float64Array, row: number | undefined) =>
    row === undefined ? null : numberOrNull(values[row]);
  return {
    name: rows.name,
    threshold,
    bestRow: best === undefined ? null : best + 1,
    bestStep: at(rows.step, best),
    interpolationError: at(rows.interpolationError, best),
    extrapolationError: at(rows.extrapolationError, judged),
    extrapolationStep: at(rows.step, judged),
    interpolationSolvedAt: firstStep(rows.step, rows.interpolationError, interpolation, solves),
    extrapolationSolvedAt: firstStep(rows.step, rows.extrapolationError, extrapolation, solves),
    sparsityError: at(rows.sparsityError, sparse),
    solved: judged !== undefined && solves(rows.extrapolationError[judged]),
    missing: best === undefined ? "interpolation" : judged === undefined ? "extrapolation" : null,
    rows: rows.step.length,
    logInterval: logInterval(rows.step, extrapolation),
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

/** The rows in which a metric was logged, rising. */
function loggedRows({ step, logged }: RunRows, metric: RunMetric): Uint32Array {
  const mask = logged?.[metric];
  const rows = Uint32Array.from(step, (_, row) => row);
  return mask === undefined ? rows : rows.filter((row) => mask[row] === 1);
}

/** The first of some rows with the best error; the last one when all errors are NaN. */
function bestOf(errors: Float64Array, rows: Uint32Array, better: Better): number | undefined {
  let best: number | undefined;
  for (const row of rows) {
    const isBetter = (other: number) =>
      better === "larger" ? errors[row] > errors[other] : errors[row] < errors[other];
    if (!Number.isNaN(errors[row]) && (best === undefined || isBetter(best))) best = row;
  }
  return best ?? rows.at(-1);
}

/** The last of some rows that is not after another one. */
function lastUntil(row: number, rows: Uint32Array): number | undefined {
  return rows.findLast((one) => one <= row);
}

function firstStep(
  steps: Float64Array,
  errors: Float64Array,
  rows: Uint32Array,
  solves: (error: number) => boolean,
): number | null {
  const row = rows.find((one) => solves(errors[one]));
  return row === undefined ? null : numberOrNull(steps[row]);
}

/** Distance of the first two steps; later ones may be cut short, as the last of a training often is. */
function logInterval(steps: Float64Array, rows: Uint32Array): number | null {
  const distance = rows.length < 2 ? NaN : steps[rows[1]] - steps[rows[0]];
  return distance > 0 ? distance : null;
}

function numberOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
