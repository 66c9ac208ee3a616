import {
  type FindOptions,
  type Loss,
  openStreams,
  type ReadOptions,
  type RunBatch,
  type Run,
  type RunDirectory,
  RunReader,
  type RunStream,
  ScalarBatch,
  type Superseded,
  SupersededError,
} from "../events/index.js";
import type { ExportedRun } from "./layouts/exportRun.js";
import { type JoinedRun, joinedRun, type JoinOptions, joinRuns } from "./rows/joinRuns.js";
import { columnName } from "./layouts/metricTags.js";
import { type StepRange, StepWindow } from "./rows/stepWindow.js";
import { StartAgain, type TablePart } from "../tables/tableStream.js";
import { statOrUndefined } from "../util/statOrUndefined.js";
import { UserError } from "../util/userError.js";
import { findNamedRuns } from "./readNamedRuns.js";
import type { LogTable } from "./streamRows.js";

export interface JoinLogsOptions extends JoinOptions, Pick<FindOptions, "onNote"> {
  readonly read: ReadOptions;
  /** The rows of a run; undefined when it has none. */
  readonly exportRun: (run: Run) => ExportedRun | undefined;
  /** Whether those are the run's scalars with a row per step, which large runs need not be held for. */
  readonly isStreamable: boolean;
  /** Rows that were given are never taken back: large runs are read twice rather than once. */
  readonly isFinal?: boolean;
  readonly onLoss: (loss: Loss) => void;
  readonly onEmptyRun: (run: RunDirectory) => void;
  /** Told what was left out of a run because other values took its place. */
  readonly onSuperseded?: (run: RunDirectory, superseded: readonly Superseded[]) => void;
  /** The error for logs of which no run gives a row. */
  readonly nothingLogged: (seenTags: ReadonlySet<string>) => UserError;
}

/** Rows of runs beyond this are read again when they are written. */
const mostHeldBytes = 8 * 2 ** 20;
/** Larger runs are read bit by bit where that is possible. */
const largeRunBytes = 32 * 2 ** 20;

/**
 * A table of several runs, read once to know its columns and, as far as the rows are too many to be
 * held, again as it is written.
 *
 * @throws {UserError} when there are no event files, or no run gives a row
 */
export async function joinLogs(logDirectory: string, asked: JoinLogsOptions): Promise<LogTable> {
  // A row has room for one value of each tag.
  const options = { ...asked, read: { ...asked.read, oneValuePerStep: true } };
  const seenTags = new Set<string>();
  const reader = new RunReader(options.read);
  const joined: JoinedRun[] = [];
  let heldBytes = 0;

  async function join(run: RunDirectory): Promise<JoinedRun | undefined> {
    if (options.isStreamable && isLarge(run)) {
      return joinLargeRun(run, options, seenTags);
    }
    const read = await reader.read(run);
    read.losses.forEach(options.onLoss);
    if (read.superseded.length > 0) options.onSuperseded?.(run, read.superseded);
    for (const tag of read.tags.keys()) seenTags.add(tag);
    const rows = options.exportRun(read);
    if (rows === undefined) return undefined;
    for (const { byteLength } of rows.columns.values()) heldBytes += byteLength;
    return heldBytes <= mostHeldBytes
      ? joinedRun(rows)
      : joinedRun(rows, readingAgain(run, rowsOf(rows), reader, options));
  }

  for (const run of await findNamedRuns(logDirectory, options)) {
    const rows = await join(run);
    if (rows === undefined) options.onEmptyRun(run);
    else joined.push(withSharedColumns(rows, joined.at(-1)));
  }
  if (joined.length === 0) throw options.nothingLogged(seenTags);
  const stream = joinRuns(joined, options);
  const counts = { runs: joined.length, rows: 0 };
  function* parts(): Generator<TablePart | undefined> {
    counts.rows = 0;
    for (const part of stream.parts) {
      counts.rows += part?.rows ?? 0;
      yield part;
    }
  }
  return { columns: stream.columns, parts: { [Symbol.iterator]: parts }, counts };
}

/** Many runs have the same columns: they are held once. */
function withSharedColumns(run: JoinedRun, before: JoinedRun | undefined): JoinedRun {
  const isSame =
    before?.columns.size === run.columns.size &&
    [...run.columns].every(([name, type]) => before.columns.get(name) === type);
  return isSame ? { ...run, columns: before.columns } : run;
}

function isLarge({ files }: RunDirectory): boolean {
  const bytes = files.map((file) => statOrUndefined(file)?.size ?? 0);
  return bytes.reduce((sum, size) => sum + size, 0) > largeRunBytes;
}

/** Gives the rows of a run by reading it again as far as it was read before. */
function readingAgain(
  run: RunDirectory,
  rowCount: number,
  reader: RunReader,
  options: JoinLogsOptions,
): JoinedRun["pieces"] {
  const end = reader.lastOffsets;
  return () => {
    const rows = options.exportRun(reader.readSync(run, end));
    if (rows === undefined || rowsOf(rows) !== rowCount) throw hasChanged(run);
    return [rows];
  };
}

const rowsOf = ({ columns }: ExportedRun): number => columns.get("step")!.length;

function hasChanged({ directory }: RunDirectory): UserError {
  return new UserError(
    `${directory}: event files were changed or removed while they were exported.\nExport them again.`,
  );
}

/** A run of which only the columns are held. */
async function joinLargeRun(
  run: RunDirectory,
  options: JoinLogsOptions,
  seenTags: Set<string>,
): Promise<JoinedRun | undefined> {
  let assumeNoRestarts = options.isFinal !== true;
  let { checksums } = options.read;
  const open = (): RunStream => {
    const read = { ...options.read, checksums };
    return [...openStreams([run], read, () => ({ assumeNoRestarts }))][0];
  };
  const survey = async (): Promise<Survey> => {
    const stream = open();
    const found = await surveyOf(stream);
    stream.losses.forEach(options.onLoss);
    if (stream.superseded.length > 0) options.onSuperseded?.(run, stream.superseded);
    for (const { tag } of stream.tags) seenTags.add(tag);
    if (stream.losses.length === 0) checksums = "none";
    return found;
  };
  const { columns, ranges, held } = await survey().catch((error: unknown) => {
    if (!(error instanceof SupersededError)) throw error;
    assumeNoRestarts = false;
    return survey();
  });
  if (ranges.size === 0) return undefined;

  function* pieces(): Generator<ExportedRun | undefined> {
    const window = new StepWindow(run.name, ranges);
    if (held !== undefined) {
      window.add(held);
      yield window.takeRest();
      return;
    }
    try {
      for (const batch of open().batches()) {
        if (batch !== undefined) window.add(batch);
        yield window.take();
      }
    } catch (error) {
      // The log went back in its steps since the survey.
      if (!(error instanceof SupersededError)) throw error;
      assumeNoRestarts = false;
      throw new StartAgain();
    }
    yield window.takeRest();
    if (!window.isComplete) throw hasChanged(run);
  }
  return { name: run.name, columns, pieces };
}

/** What must be known of a run before its first row can be written. */
interface Survey {
  readonly columns: Map<string, "integer" | "float" | "double">;
  readonly ranges: Map<string, StepRange>;
  /** All scalars when they are few, as in a log that is large for its pictures. */
  readonly held: RunBatch | undefined;
}

const mostHeldScalars = 200_000;

async function surveyOf(stream: RunStream): Promise<Survey> {
  const ranges = new Map<string, StepRange>();
  const columns: Survey["columns"] = new Map([
    ["step", "integer"],
    ["wall.time", "double"],
  ]);
  /** By index of the tag. */
  const known: { readonly column: string; readonly range: StepRange }[] = [];
  const gathered = new ScalarBatch(1024);
  let holds = true;
  let held: RunBatch | undefined;
  for await (const { scalars, tagOf } of stream) {
    const { tag, step, value, length } = scalars;
    for (let i = 0; i < length; i++) {
      let entry = known[tag[i]];
      if (entry === undefined) {
        const { tag: name } = tagOf(tag[i]);
        entry = known[tag[i]] = {
          column: columnName(name),
          range: { first: step[i], last: step[i] },
        };
        ranges.set(name, entry.range);
        if (!columns.has(entry.column)) columns.set(entry.column, "float");
      } else entry.range.last = step[i];
      if (Math.fround(value[i]) !== value[i] && !Number.isNaN(value[i])) {
        if (columns.get(entry.column) === "float") columns.set(entry.column, "double");
      }
    }
    holds &&= gathered.length + length <= mostHeldScalars;
    if (holds) gathered.appendAll(scalars);
    held = holds ? { scalars: gathered, points: [], tagOf } : undefined;
  }
  return { columns, ranges, held };
}
