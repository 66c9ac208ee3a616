import {
  type Loss,
  openStreams,
  type ReadOptions,
  type RunDirectory,
  type RunStream,
  type Superseded,
  SupersededError,
} from "../events/index.js";
import { StartAgain, type TablePart, type TableStream } from "../tables/tableStream.js";
import type { UserError } from "../util/userError.js";
import type { LogDirectories } from "./logDirectories.js";
import { type FindNamedOptions, findNamedRuns } from "./readNamedRuns.js";
import type { BatchRows } from "./rows/batchRows.js";
import { SeenLogs } from "./seenLogs.js";

/** A table that is read as it is written. */
export interface LogTable extends TableStream {
  /** Runs and rows given so far. */
  readonly counts: { readonly runs: number; readonly rows: number };
}

export interface StreamRowsOptions extends Pick<FindNamedOptions, "onNote" | "isWanted"> {
  readonly read: ReadOptions;
  /** Rows that were given are never taken back: large runs are read twice rather than once. */
  readonly isFinal?: boolean;
  /** Told about everything that could not be read, and about runs without rows. */
  readonly onLoss: (loss: Loss) => void;
  readonly onEmptyRun?: (run: RunDirectory) => void;
  /** Told what was left out of a run because other values took its place. */
  readonly onSuperseded?: (run: RunDirectory, superseded: readonly Superseded[]) => void;
  /** Told at the end what all runs hold. */
  readonly onSeen?: (seen: SeenLogs) => void;
  /** The error for logs of which no run gives a row. */
  readonly nothingLogged: (seen: SeenLogs) => UserError;
}

/**
 * Rows that are made of one logged value each, in the order of the runs and of their logs. They are read
 * as they are asked for, and never held.
 *
 * @throws {UserError} when there are no event files; the parts do when no run gives a row
 */
export async function streamRows(
  logDirectories: LogDirectories,
  { columns, rowsOf }: BatchRows,
  options: StreamRowsOptions,
): Promise<LogTable> {
  const runs = await findNamedRuns(logDirectories, options);
  const counts = { runs: 0, rows: 0 };
  /** Names of runs in which a restart turned up after values of theirs had been given. */
  const restarted = new Set<string>();
  /** Names of runs whose losses were told. */
  const told = new Set<string>();

  function* partsOf(stream: RunStream): Generator<TablePart | undefined, void> {
    const rowsBefore = counts.rows;
    const rowsOfBatch = rowsOf(stream.run.name);
    for (const batch of stream.batches()) {
      const part = batch && rowsOfBatch(batch);
      counts.rows += part?.rows ?? 0;
      yield part;
    }
    const isEmpty = counts.rows === rowsBefore;
    if (!isEmpty) counts.runs++;
    if (told.has(stream.run.name)) return;
    told.add(stream.run.name);
    stream.losses.forEach(options.onLoss);
    if (stream.superseded.length > 0) options.onSuperseded?.(stream.run, stream.superseded);
    if (isEmpty) options.onEmptyRun?.(stream.run);
  }

  function* parts(): Generator<TablePart | undefined, void> {
    const seen = new SeenLogs();
    counts.runs = counts.rows = 0;
    const limitsOf = ({ name }: RunDirectory) => ({
      assumeNoRestarts: options.isFinal !== true && !restarted.has(name),
    });
    for (const stream of openStreams(runs, options.read, limitsOf)) {
      try {
        yield* partsOf(stream);
      } catch (error) {
        if (!(error instanceof SupersededError)) throw error;
        restarted.add(stream.run.name);
        throw new StartAgain();
      }
      seen.add(stream.run, stream.tags);
    }
    if (counts.rows === 0) throw options.nothingLogged(seen);
    options.onSeen?.(seen);
  }
  const names = runs.map(({ name }) => name);
  return {
    columns: columns.map((column) =>
      column.name === "run" ? { ...column, categories: names } : column,
    ),
    parts: { [Symbol.iterator]: parts },
    counts,
  };
}
