/** Which columns of a table hold the errors; the exporter's names unless a lookup says otherwise. */
export interface MetricColumns {
  readonly interpolation: string;
  readonly extrapolation: string;
  /** null when the logs have no sparsity error. */
  readonly sparsity: string | null;
}

/** The columns of the exporter (`metric/valid/interpolation` and so on). */
export const exportedColumns: MetricColumns = {
  interpolation: "metric.valid.interpolation",
  extrapolation: "metric.test.extrapolation",
  sparsity: "sparse.error.max",
};
