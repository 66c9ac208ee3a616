import { type ReadOptions, readEach, type Run } from "../../events/index.js";
import { tellOfRun } from "../logs/tellOfRun.js";
import { UserError } from "../../util/userError.js";
import { fieldOfSeries, placeOf, type Lookup } from "../lookups/index.js";
import type { ResolvedSeries, RunsSource } from "../resolve/resolvedFigure.js";

/**
 * Where the runs of a series are.
 *
 * @param what what is to be read of them, for the message
 * @throws {UserError} when the series is a table
 */
export function runsSource(
  { label, source }: ResolvedSeries,
  lookup: Lookup,
  what: string,
): RunsSource {
  if (source.kind === "runs") return source;
  throw new UserError(
    `${placeOf(lookup, fieldOfSeries(lookup, label, "table"))}: the series "${label}" is a table, ${source.path}, but ${what} are read from event files.\n` +
      `Name its log directory: "runs: <folder>".`,
  );
}

/**
 * Reads the runs of a series that were found when the figure was resolved, one after the other; `warn` is
 * told about everything that could not be read.
 *
 * @throws {UserError} when there are none
 */
export async function* readSource(
  { path, runs, notes }: RunsSource,
  options: ReadOptions,
  warn: (message: string) => void,
): AsyncGenerator<Run> {
  if (runs.length === 0) {
    throw new UserError(
      `No event files in ${path}: no file below it has "tfevents" in its name.\n` +
        `Give the folder that holds the runs (what you would give to tensorboard --logdir).`,
    );
  }
  for (const note of notes) warn(note);
  for await (const run of readEach(runs, options)) {
    tellOfRun(run, warn);
    yield run;
  }
}
