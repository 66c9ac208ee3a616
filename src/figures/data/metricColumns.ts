import { columnName } from "../../exports/layouts/metricTags.js";

/**
 * Which tags hold the errors, as they were logged or as columns of the papers' layout are called; the
 * exporter's names unless a lookup says otherwise.
 */
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

/**
 * The tag or column that is meant by a name: the one that is called so, else the only one that is but for
 * "/" written as ".", as the original exporter writes it.
 */
export function presentColumn(wanted: string, present: readonly string[]): string | undefined {
  if (present.includes(wanted)) return wanted;
  const alike = present.filter((name) => columnName(name) === columnName(wanted));
  return alike.length === 1 ? alike[0] : undefined;
}
