import { readdirSync } from "node:fs";
import { statOrUndefined } from "../../util/statOrUndefined.js";
import { dirname, join, resolve } from "node:path";
import type { LookupSeries } from "../lookups/index.js";
import { displayPath } from "../../util/displayPath.js";
import type { Folders } from "../folders.js";

/** Where the data of a series were found. */
export interface SeriesSource {
  readonly kind: "table" | "runs";
  readonly path: string;
  /** Whether they are data that come with the project, not the user's own. */
  readonly fixture: boolean;
}

/** A series without data, and every place that was looked in. */
export interface MissingSeries {
  readonly series: LookupSeries;
  readonly lookedIn: readonly string[];
}

/**
 * Finds the data of a series: the exported table, unless event files are newer than it; else the
 * event files; else, in the same order, what the fixtures hold.
 */
export function locateSeries(
  series: LookupSeries,
  lookupFile: string,
  folders: Folders,
): SeriesSource | MissingSeries {
  const beside = (path: string) => displayPath(resolve(dirname(lookupFile), path));
  if (series.table !== undefined) {
    const path = beside(series.table);
    return modified(path) === undefined
      ? { series, lookedIn: [path] }
      : { kind: "table", path, fixture: false };
  }
  if (series.runs !== undefined) {
    const path = beside(series.runs);
    return modified(path) === undefined
      ? { series, lookedIn: [path] }
      : { kind: "runs", path, fixture: false };
  }
  const experiment = series.experiment!;
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
    const table = firstThatExists([
      join(tables, `${experiment}.parquet`),
      join(tables, `${experiment}.csv`),
    ]);
    // A checkout gives its files arbitrary times: fixtures are never newer than their tables.
    if (table !== undefined && fixture) return { kind: "table", path: table.path, fixture };
    const logs = join(runs, experiment);
    if (hasLogNewerThan(logs, table?.modified ?? -Infinity)) {
      return { kind: "runs", path: logs, fixture };
    }
    if (table !== undefined) return { kind: "table", path: table.path, fixture };
    lookedIn.push(join(tables, `${experiment}.{parquet,csv}`), logs);
  }
  return { series, lookedIn: [...new Set(lookedIn.map(displayPath))] };
}

/**
 * Milliseconds since 1970, or undefined for what does not exist. Synchronous, because `figures list`
 * asks some hundred times.
 */
function modified(path: string): number | undefined {
  return statOrUndefined(path)?.mtimeMs;
}

function firstThatExists(paths: readonly string[]): { path: string; modified: number } | undefined {
  for (const path of paths) {
    const time = modified(path);
    if (time !== undefined) return { path, modified: time };
  }
  return undefined;
}

/** Whether an experiment has an event file that was written after a time. */
function hasLogNewerThan(directory: string, time: number): boolean {
  if (modified(directory) === undefined) return false;
  return readdirSync(directory, { recursive: true, withFileTypes: true }).some(
    (entry) =>
      entry.name.includes("tfevents") &&
      entry.isFile() &&
      (modified(join(entry.parentPath, entry.name)) ?? -Infinity) > time,
  );
}
