import type { Lookup } from "../lookups/index.js";
import { exportRun } from "../../exports/layouts/exportRun.js";
import { exportScalars } from "../../exports/layouts/exportScalars.js";
import { exportedColumns, type MetricColumns } from "./metricColumns.js";
import { columnName, isSparsityError, metricTags } from "../../exports/layouts/metricTags.js";
import { readRunRows } from "./readRunRows.js";
import type { RunRows } from "../../stats/runRows.js";
import { toRunRows } from "./toRunRows.js";
import { UserError } from "../../util/userError.js";
import type { RunsSource, SeriesSource } from "../resolve/resolvedFigure.js";
import { readSource } from "./readSource.js";

/** Reads the rows of all runs of a series; `warn` is told about everything that could not be read. */
export async function loadSeries(
  source: SeriesSource,
  lookup: Pick<Lookup, "columns">,
  warn: (message: string) => void,
): Promise<RunRows[]> {
  const { interpolation, extrapolation, sparsity } = lookup.columns;
  const columns = {
    interpolation: columnName(interpolation),
    extrapolation: columnName(extrapolation),
    sparsity: sparsity === null ? null : columnName(sparsity),
  };
  const rows =
    source.kind === "table"
      ? await readRunRows(source.path, columns)
      : await readEventRows(source, columns, warn);
  if (rows.length === 0) {
    throw new UserError(
      `No run in ${source.path} logged ${columns.interpolation} or ${columns.extrapolation}.\n` +
        `See what it holds with: figures export "${source.path}" --tags "*" --long`,
    );
  }
  return rows;
}

async function readEventRows(
  source: RunsSource,
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
  for await (const run of readSource(source, { scalars }, warn)) {
    const exported = isOriginal ? exportRun(run) : exportScalars(run);
    if (exported) rows.push(toRunRows(exported, columns));
    else warn(`${run.directory}: logged none of the metrics; left out`);
  }
  return rows;
}
