import { join, resolve } from "node:path";
import { listRuns } from "../../events/index.js";
import { withTableNames } from "../../exports/readNamedRuns.js";
import { displayPath } from "../../util/displayPath.js";
import { statOrUndefined } from "../../util/statOrUndefined.js";
import type { Folders } from "../folders.js";
import type { LookupSeries } from "../lookups/index.js";
import type { RunsSource, SeriesSource, TableSource } from "./resolvedFigure.js";

/** A series without data, and every place that was looked in. */
export interface MissingSeries {
  readonly series: LookupSeries;
  readonly lookedIn: readonly string[];
}

/**
 * Finds the data of a series: the exported table, unless event files are newer than it; else the
 * event files; else, in the same order, what the fixtures hold.
 *
 * Synchronous, because `figures list` asks some hundred times.
 *
 * @param folder what the series' paths are relative to
 */
export function locateSeries(
  series: LookupSeries,
  folder: string,
  folders: Folders,
): SeriesSource | MissingSeries {
  if (series.experiment !== undefined) return locateExperiment(series, series.experiment, folders);
  const path = displayPath(resolve(folder, series.table ?? series.runs ?? ""));
  if (modified(path) === undefined) return { series, lookedIn: [path] };
  return series.table === undefined ? runsIn(path, false) : tableAt(path, false);
}

function locateExperiment(
  series: LookupSeries,
  experiment: string,
  folders: Folders,
): SeriesSource | MissingSeries {
  const places = [
    { runs: folders.runs, tables: folders.tables, fixture: false },
    ...folders.fixtures.map((folder) => ({
      runs: join(folder, "runs"),
      tables: join(folder, "tables"),
      fixture: true,
    })),
  ];
  const lookedIn: string[] = [];
  for (const { runs, tables, fixture } of places) {
    const paths = [".parquet", ".csv"].map((ending) => join(tables, `${experiment}${ending}`));
    const table = paths.find((path) => modified(path) !== undefined);
    // A checkout gives its files arbitrary times: fixtures are never newer than their tables.
    if (table !== undefined && fixture) return tableAt(table, fixture);
    const logs = runsIn(join(runs, experiment), fixture);
    const time = table === undefined ? undefined : modified(table);
    if (hasFileNewerThan(logs, time ?? -Infinity)) return logs;
    if (table !== undefined) return tableAt(table, fixture);
    lookedIn.push(join(tables, `${experiment}.{parquet,csv}`), logs.path);
  }
  return { series, lookedIn: [...new Set(lookedIn.map(displayPath))] };
}

const tableAt = (path: string, fixture: boolean): TableSource => ({ kind: "table", path, fixture });

function runsIn(path: string, fixture: boolean): RunsSource {
  const notes: string[] = [];
  const runs = listRuns(path, { onNote: (note) => notes.push(note) });
  return { kind: "runs", path, fixture, runs: withTableNames(runs, path), notes };
}

/** Milliseconds since 1970, or undefined for what does not exist. */
const modified = (path: string): number | undefined => statOrUndefined(path)?.mtimeMs;

function hasFileNewerThan({ runs }: RunsSource, time: number): boolean {
  return runs.some(({ files }) => files.some((file) => (modified(file) ?? -Infinity) > time));
}
