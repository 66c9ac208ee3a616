/** What one run came to. A number that the run does not have is null. */
export interface Outcome {
  readonly name: string;
  /** Extrapolation error below which the run counts as solved. */
  readonly threshold: number;
  /** Row of the best interpolation error, counted from 1 (R: `best.model.step`); null where none was logged. */
  readonly bestRow: number | null;
  /** Training step of the best row. */
  readonly bestStep: number | null;
  /** Interpolation error at the best row (R: `interpolation.last`). */
  readonly interpolationError: number | null;
  /** Extrapolation error at the best row (R: `extrapolation.last`): the last one that was logged until then. */
  readonly extrapolationError: number | null;
  /** Where that one was logged. */
  readonly extrapolationStep: number | null;
  /** First logged step whose interpolation error is below the threshold. */
  readonly interpolationSolvedAt: number | null;
  /** First logged step whose extrapolation error is below the threshold, even if it rises again later. */
  readonly extrapolationSolvedAt: number | null;
  /** Sparsity error at the best row. */
  readonly sparsityError: number | null;
  /** False where the run cannot be judged. */
  readonly solved: boolean;
  /** What is missing to judge the run; null when it is judged. */
  readonly missing: "interpolation" | "extrapolation" | null;
  /** Number of logged rows (R: `size`). */
  readonly rows: number;
  /** Distance of the first two steps with an extrapolation error; null with fewer than two. */
  readonly logInterval: number | null;
}
