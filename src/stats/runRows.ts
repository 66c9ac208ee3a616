/** The metrics of a run by which it is judged. */
export type RunMetric = "interpolation" | "extrapolation" | "sparsity";

/**
 * The logged rows of one run, in the order of its steps: what the statistics are computed from.
 * All arrays have one element per logged row.
 */
export interface RunRows {
  /** Name of the run's directory: it holds every hyperparameter. */
  readonly name: string;
  /** Which of several extrapolation errors these rows have, as facts beside those of the name: `{ length: 20 }`. */
  readonly at?: Readonly<Record<string, string | number>>;
  /** Training step (iterations). */
  readonly step: Float64Array;
  /** Mean squared error on the interpolation (validation) set. */
  readonly interpolationError: Float64Array;
  /** Mean squared error on the extrapolation (test) set. */
  readonly extrapolationError: Float64Array;
  /** Largest distance of a weight from the nearest of -1, 0, 1 (`sparse.error.max`). */
  readonly sparsityError: Float64Array;
  /**
   * Per metric and row: 1 where a value was logged, be it NaN, and 0 where none was. A metric that is left out
   * was logged in every row.
   */
  readonly logged?: Readonly<Partial<Record<RunMetric, Uint8Array>>>;
}
