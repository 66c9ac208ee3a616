import type { Lookup } from "../lookups/index.js";
import { exportRun } from "../../exports/layouts/exportRun.js";
import { exportScalars } from "../../exports/layouts/exportScalars.js";
import { exportedColumns, type MetricColumns } from "./metricColumns.js";
import { columnName, isSparsityError, metricTags } from "../../exports/layouts/metricTags.js";
import { readRunRows } from "./readRunRows.js";
import type { RunRows } from "../../stats/runRows.js";
import { toRunRows } from "./toRunRows.js";
import { describeLoss } from "../../events/index.js";
import { UserError } from "../../util/userError.js";
import { readNamedRuns } from "../../exports/readNamedRuns.js";
import type { SeriesSource } from "./locateSeries.js";

/** Reads the rows of all runs of a series; `warn` is told about everything that could not be read. */
export async function loadSeries(
  source: SeriesSource,
  { columns }: Pick<Lookup, "columns">,
  warn: (message: string) => void,
): Promise<RunRows[]> {
  const rows =
    source.kind === "table"
      ? await readRunRows(source.path, columns)
      : await readEventRows(source.path, columns, warn);
  if (rows.length === 0) {
    throw new UserError(
      `No run in ${source.path} logged ${columns.interpolation} or ${columns.extrapolation}.\n` +
        `See what it holds with: figures export "${source.path}" --tags "*" --long`,
    );
  }
  return rows;
}

async function readEventRows(
  directory: string,
  columns: MetricColumns,
  warn: (message: string) => void,
): Promise<RunRows[]> {
  const isOriginal =
    columns.interpolation === exportedColumns.interpolation &&
    columns.extrapolation === exportedColumns.extrapolation;
  const wanted = new Set([columns.interpolation, columns.extrapolation, columns.sparsity]);
  const scalars = (tag: string): boolean =>
    isOriginal
      ? (metricTags as readonly string[]).includes(tag) || isSparsityError(tag)
      : wanted.has(columnName(tag));

  const rows: RunRows[] = [];
  for await (const run of readNamedRuns(directory, { scalars })) {
    for (const loss of run.losses) warn(describeLoss(loss));
    const exported = isOriginal ? exportRun(run) : exportScalars(run);
    if (exported) rows.push(toRunRows(exported, columns));
    else warn(`${run.directory}: logged none of the metrics; left out`);
  }
  return rows;
}
