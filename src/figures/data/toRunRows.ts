import type { ExportedRun } from "../../exports/layouts/exportedRun.js";
import { stepColumn } from "../../exports/layouts/exportedRun.js";
import {
  exportedColumns,
  presentColumn,
  presentColumns,
  type MetricColumns,
} from "./metricColumns.js";
import type { RunRows } from "../../stats/runRows.js";

/**
 * The rows that the statistics need, straight from an exported run, once for each extrapolation error; missing columns
 * are NaN.
 */
export function toRunRows(run: ExportedRun, columns: MetricColumns = exportedColumns): RunRows[] {
  const step = (run.columns.get(stepColumn) ?? run.columns.get("step"))!.values;
  const present = [...run.columns.keys()].filter((key) => typeof key === "string");
  const column = (wanted: string | null): Float64Array => {
    const name = wanted === null ? undefined : presentColumn(wanted, present);
    const values = name === undefined ? undefined : run.columns.get(name)?.values;
    return values ?? new Float64Array(step.length).fill(NaN);
  };
  const places = presentColumns(columns.extrapolation, present);
  const shared = {
    ...{ name: run.name, step },
    interpolationError: column(columns.interpolation),
    sparsityError: column(columns.sparsity),
  };
  return (places.length > 0 ? places : [{ name: columns.extrapolation, at: undefined }]).map(
    ({ name, at }) => ({ ...shared, ...(at && { at }), extrapolationError: column(name) }),
  );
}
