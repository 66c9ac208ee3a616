/** What one run came to. A number that the run does not have is null. */
export interface Outcome {
  readonly name: string;
  /** Extrapolation error below which the run counts as solved. */
  readonly threshold: number;
  /** Row of the smallest interpolation error, counted from 1 (R: `best.model.step`). */
  readonly bestRow: number;
  /** Training step of the best row. */
  readonly bestStep: number | null;
  /** Interpolation error at the best row (R: `interpolation.last`). */
  readonly interpolationError: number | null;
  /** Extrapolation error at the best row (R: `extrapolation.last`). */
  readonly extrapolationError: number | null;
  /** First logged step whose interpolation error is below the threshold. */
  readonly interpolationSolvedAt: number | null;
  /** First logged step whose extrapolation error is below the threshold, even if it rises again later. */
  readonly extrapolationSolvedAt: number | null;
  /** Sparsity error at the best row. */
  readonly sparsityError: number | null;
  readonly solved: boolean;
  /** Number of logged rows (R: `size`). */
  readonly rows: number;
  /** Distance of the first two logged steps; null with fewer than two rows. */
  readonly logInterval: number | null;
}
