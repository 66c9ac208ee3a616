import type { ExportedRun } from "../../exports/layouts/exportRun.js";
import { exportedColumns, type MetricColumns } from "./metricColumns.js";
import type { RunRows } from "../../stats/runRows.js";

/** The rows that the statistics need, straight from an exported run; missing columns are NaN. */
export function toRunRows(run: ExportedRun, columns: MetricColumns = exportedColumns): RunRows {
  const step = run.columns.get("step")!;
  const column = (name: string | null): Float64Array =>
    (name === null ? undefined : run.columns.get(name)) ?? new Float64Array(step.length).fill(NaN);
  return {
    name: run.name,
    step,
    interpolationError: column(columns.interpolation),
    extrapolationError: column(columns.extrapolation),
    sparsityError: column(columns.sparsity),
  };
}
