import type { RunRows } from "../../stats/runRows.js";
import { UserError } from "../../util/userError.js";
import { atField, fieldOfSeries, type Lookup, placeOf } from "../lookups/index.js";
import type { ResolvedSeries, RunsSource } from "../resolve/resolvedFigure.js";
import { eventRows } from "./eventRows.js";
import type { MetricColumns } from "./metricColumns.js";
import { reduceRunRows } from "./readRunRows.js";
import { readSource } from "./readSource.js";
import { type Candidate, describeLeftOut, takeRuns } from "./takeRuns.js";

/**
 * Reads the runs of a series, of which `of` makes what is wanted, one after the other; `warn` is told about everything that could not be read, and about
 * folders that are no runs of their own.
 *
 * @throws {UserError} when no run logged the metrics, or the series takes none of them
 */
export async function loadSeries<T>(
  { label, source, take }: ResolvedSeries,
  lookup: Lookup,
  warn: (message: string) => void,
  of: (rows: RunRows) => T,
): Promise<readonly T[]> {
  const { columns } = lookup;
  const place = placeOf(lookup, fieldOfSeries(lookup, label));
  const tableField = fieldOfSeries(lookup, label, "table");
  const runs =
    source.kind === "table"
      ? await atField(lookup, tableField, () =>
          reduceRunRows(source.path, columns, (rows): LoadedRun<T> => {
            const [{ name }] = rows;
            return { name, isRoot: name === ".", results: rows.map((one) => of(one)) };
          }),
        )
      : await readEventRows(source, columns, warn, of);
  if (runs.length === 0) {
    throw new UserError(
      `${place}: no run in ${source.path} logged ${columns.interpolation} or ${columns.extrapolation}.\n` +
        `See what it holds with: figures export "${source.path}" --tags "*" --long`,
    );
  }
  const { taken, leftOut } = takeRuns(runs, take);
  if (taken.length === 0) throw noneTaken(lookup, label, take, runs);
  for (const sentence of describeLeftOut(label, leftOut)) warn(sentence);
  return taken.flatMap(({ results }) => results);
}

/** What was made of a run: once for each of its extrapolation errors. */
interface LoadedRun<T> extends Candidate {
  readonly results: readonly T[];
}

async function readEventRows<T>(
  source: RunsSource,
  columns: MetricColumns,
  warn: (message: string) => void,
  of: (rows: RunRows) => T,
): Promise<readonly LoadedRun<T>[]> {
  const { read, rowsOf } = eventRows(columns);
  const runs = new Map<string, LoadedRun<T> & { results: T[] }>();
  const empty: string[] = [];
  for await (const run of readSource(source, read, warn)) {
    const rows = rowsOf(run);
    if (rows.length === 0) empty.push(run.directory);
    for (const one of rows) {
      const { name } = one;
      const isRoot = source.folders.includes(run.directory);
      const loaded = runs.get(name) ?? { name, isRoot, results: [] };
      loaded.results.push(of(one));
      runs.set(name, loaded);
    }
  }
  if (runs.size > 0) tellEmpty(empty, warn);
  return [...runs.values()];
}

function tellEmpty(directories: readonly string[], warn: (message: string) => void): void {
  for (const directory of directories.slice(0, 3)) {
    warn(`${directory}: logged none of the metrics; left out`);
  }
  const more = directories.length - 3;
  if (more > 0) warn(`${more} more ${more === 1 ? "run" : "runs"} logged none of the metrics`);
}

/** The error for a series whose rule takes no run. */
export function noneTaken(
  lookup: Lookup,
  label: string,
  take: readonly string[] | undefined,
  runs: readonly { readonly name: string }[],
): UserError {
  const names = runs.map(({ name }) => name);
  const more = names.length > 5 ? ` and ${names.length - 5} more` : "";
  return new UserError(
    `${placeOf(lookup, fieldOfSeries(lookup, label, "take"))}: "take" of the series "${label}", ${(take ?? []).join(", ")}, matches none of its runs.\n` +
      `They are called ${names.slice(0, 5).join(", ")}${more}.`,
  );
}
