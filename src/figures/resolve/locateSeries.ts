import { realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { listRuns, type RunDirectory } from "../../events/index.js";
import { withTableNames } from "../../exports/readNamedRuns.js";
import { statOrUndefined } from "../../util/statOrUndefined.js";
import { displayPath } from "../../util/text/displayPath.js";
import type { Folders } from "../folders.js";
import type { LookupSeries } from "../lookups/index.js";
import type { MissingSeries, RunsSource, SeriesSource, TableSource } from "./seriesSource.js";

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
  const beside = (path: string) => displayPath(resolve(folder, path));
  const paths = (series.runs ?? [series.table ?? ""]).map(beside);
  const absent = paths.filter((path) => modified(path) === undefined);
  if (absent.length > 0) return { series, lookedIn: absent };
  return series.table === undefined ? runsIn(paths, false) : tableAt(paths[0], false);
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
    const logs = runsIn([join(runs, experiment)], fixture);
    const time = table === undefined ? undefined : modified(table);
    if (hasFileNewerThan(logs, time ?? -Infinity)) return logs;
    if (table !== undefined) return tableAt(table, fixture);
    lookedIn.push(join(tables, `${experiment}.{parquet,csv}`), logs.path);
  }
  return { series, lookedIn: [...new Set(lookedIn.map(displayPath))] };
}

const tableAt = (path: string, fixture: boolean): TableSource => ({ kind: "table", path, fixture });

function runsIn(paths: readonly string[], fixture: boolean): RunsSource {
  const notes: string[] = [];
  const onNote = (note: string) => notes.push(note);
  const found = paths.map((path) => withTableNames(listRuns(path, { onNote }), path));
  const runs = joinFolders(paths, found, onNote);
  return { kind: "runs", path: paths.join(", "), folders: paths, fixture, runs, notes };
}

/** The runs of several folders: each once, and told apart by their folders where names are the same. */
function joinFolders(
  paths: readonly string[],
  found: readonly (readonly RunDirectory[])[],
  onNote: (note: string) => void,
): RunDirectory[] {
  if (paths.length === 1) return [...found[0]];
  const byRealPath = new Map<string, RunDirectory>();
  const names = found.flat().map(({ name }) => name);
  const isShared = (name: string) => names.indexOf(name) !== names.lastIndexOf(name);
  for (const [index, runs] of found.entries()) {
    for (const run of runs) {
      const real = realpathSync(run.directory);
      const before = byRealPath.get(real);
      if (before !== undefined) {
        onNote(`${run.directory} is ${before.directory} once more: it counts once`);
        continue;
      }
      const name = isShared(run.name) ? `${displayPath(paths[index])}/${run.name}` : run.name;
      byRealPath.set(real, { ...run, name });
    }
  }
  return [...byRealPath.values()];
}

/** Milliseconds since 1970, or undefined for what does not exist. */
const modified = (path: string): number | undefined => statOrUndefined(path)?.mtimeMs;

function hasFileNewerThan({ runs }: RunsSource, time: number): boolean {
  return runs.some(({ files }) => files.some((file) => (modified(file) ?? -Infinity) > time));
}
