import {
  type FindOptions,
  type Loss,
  openStreams,
  readEach,
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
import {
  type ColumnKey,
  type ExportedRun,
  type RunToJoin,
  stepColumn,
  wallTimeColumn,
} from "./layouts/exportedRun.js";
import { type JoinedRun, type JoinOptions, joinRuns } from "./rows/joinRuns.js";
import { type StepRange, StepWindow } from "./rows/stepWindow.js";
import { StartAgain, type TablePart } from "../tables/tableStream.js";
import { statOrUndefined } from "../util/statOrUndefined.js";
import { UserError } from "../util/userError.js";
import { SeenLogs } from "./seenLogs.js";
import type { LogTable } from "./streamRows.js";

export interface JoinLogsOptions extends JoinOptions, Pick<FindOptions, "onNote"> {
  readonly read: ReadOptions;
  /** The rows of a run; undefined when it has none. */
  readonly exportRun: (run: Run) => RunToJoin | undefined;
  /** Whether those are the run's scalars with a row per step, which large runs need not be held for. */
  readonly isStreamable: boolean;
  /** Rows that were given are never taken back: large runs are read twice rather than once. */
  readonly isFinal?: boolean;
  readonly onLoss: (loss: Loss) => void;
  readonly onEmptyRun: (run: RunDirectory) => void;
  /** Told what was left out of a run because other values took its place. */
  readonly onSuperseded?: (run: RunDirectory, superseded: readonly Superseded[]) => void;
  /** Told what all runs hold. */
  readonly onSeen?: (seen: SeenLogs) => void;
  /** The error for logs of which no run gives a row. */
  readonly nothingLogged: (seen: SeenLogs) => UserError;
}

/** Rows of runs beyond this are read again when they are written. */
const mostHeldBytes = 8 * 2 ** 20;
/** Larger runs are read bit by bit where that is possible. */
const largeRunBytes = 32 * 2 ** 20;

/**
 * A table of several runs, read once to know its columns and, as far as the rows are too many to be
 * held, again as it is written.
 *
 * @throws {UserError} when no run gives a row
 */
export async function joinLogs(
  runs: readonly RunDirectory[],
  asked: JoinLogsOptions,
): Promise<LogTable> {
  // A row of the papers' layout has room for one value of each tag.
  const oneValuePerStep = asked.layout === "papers";
  const options = { ...asked, read: { ...asked.read, oneValuePerStep } };
  const seen = new SeenLogs();
  const reader = new RunReader(options.read);
  const joined: JoinedRun[] = [];
  let heldBytes = 0;

  const large = new Set(options.isStreamable ? runs.filter(isLarge) : []);
  const others = readEach(
    runs.filter((run) => !large.has(run)),
    options.read,
  );

  async function join(run: RunDirectory): Promise<JoinedRun | undefined> {
    if (!large.has(run)) return joinWhole(run, (await others.next()).value!);
    const rows = await joinLargeRun(run, options, seen);
    return rows === "not in order" ? joinWhole(run, await reader.read(run)) : rows;
  }

  function joinWhole(run: RunDirectory, read: Run): JoinedRun | undefined {
    read.losses.forEach(options.onLoss);
    if (read.superseded.length > 0) options.onSuperseded?.(run, read.superseded);
    seen.add(run, read.tags.values());
    const rows = options.exportRun(read);
    if (rows === undefined) return undefined;
    const { columns } = rows;
    heldBytes += rows.bytes;
    if (heldBytes > mostHeldBytes) {
      return {
        name: run.name,
        columns,
        pieces: readingAgain(run, read.offsets, rows.rows, reader, options),
      };
    }
    const held = [...rows.pieces()];
    return { name: run.name, columns, pieces: () => held };
  }

  try {
    for (const run of runs) {
      const rows = await join(run);
      if (rows === undefined) options.onEmptyRun(run);
      else joined.push(withSharedColumns(rows, joined.at(-1)));
    }
  } finally {
    await others.return();
  }
  if (joined.length === 0) throw options.nothingLogged(seen);
  options.onSeen?.(seen);
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
  end: Run["offsets"],
  rowCount: number,
  reader: RunReader,
  options: JoinLogsOptions,
): JoinedRun["pieces"] {
  return () => {
    const rows = options.exportRun(reader.readSync(run, end));
    if (rows?.rows !== rowCount) throw hasChanged(run);
    return rows.pieces();
  };
}

function hasChanged({ directory }: RunDirectory): UserError {
  return new UserError(
    `${directory}: event files were changed or removed while they were exported.\nExport them again.`,
  );
}

/** A run of which only the columns are held; that needs steps that ascend. */
async function joinLargeRun(
  run: RunDirectory,
  options: JoinLogsOptions,
  seen: SeenLogs,
): Promise<JoinedRun | undefined | "not in order"> {
  let assumeNoRestarts = options.isFinal !== true;
  let { checksums } = options.read;
  const open = (): RunStream => {
    const read = { ...options.read, checksums };
    return [...openStreams([run], read, () => ({ assumeNoRestarts }))][0];
  };
  const survey = async (): Promise<Survey> => {
    const stream = open();
    const found = await surveyOf(stream);
    if (!found.isInOrder) return found;
    stream.losses.forEach(options.onLoss);
    if (stream.superseded.length > 0) options.onSuperseded?.(run, stream.superseded);
    seen.add(run, stream.tags);
    if (stream.losses.length === 0) checksums = "none";
    return found;
  };
  const { columns, ranges, held, isInOrder } = await survey().catch((error: unknown) => {
    if (!(error instanceof SupersededError)) throw error;
    assumeNoRestarts = false;
    return survey();
  });
  if (!isInOrder) return "not in order";
  if (ranges.size === 0) return undefined;

  function* pieces(): Generator<ExportedRun | undefined> {
    const window = new StepWindow(run.name, ranges);
    if (held !== undefined) {
      window.add(held);
      yield* window.takeRest();
      return;
    }
    try {
      for (const batch of open().batches()) {
        if (batch !== undefined) window.add(batch);
        yield* window.take();
        yield undefined;
      }
    } catch (error) {
      // The log went back in its steps since the survey.
      if (!(error instanceof SupersededError)) throw error;
      assumeNoRestarts = false;
      throw new StartAgain();
    }
    yield* window.takeRest();
    if (!window.isComplete) throw hasChanged(run);
  }
  return { name: run.name, columns, pieces };
}

/** What must be known of a run before its first row can be written. */
interface Survey {
  readonly columns: Map<ColumnKey, "integer" | "float" | "double">;
  readonly ranges: Map<string, StepRange>;
  /** All scalars when they are few, as in a log that is large for its pictures. */
  readonly held: RunBatch | undefined;
  /** Whether the steps of every tag ascend. */
  readonly isInOrder: boolean;
}

const mostHeldScalars = 200_000;

async function surveyOf(stream: RunStream): Promise<Survey> {
  const ranges = new Map<string, StepRange>();
  const columns: Survey["columns"] = new Map([
    [stepColumn, "integer"],
    [wallTimeColumn, "double"],
  ]);
  /** By index of the tag. */
  const known: { readonly range: StepRange; isDouble: boolean }[] = [];
  const gathered = new ScalarBatch(1024);
  let isInOrder = true;
  let holds = true;
  let held: RunBatch | undefined;
  for await (const { scalars, tagOf } of stream) {
    const { tag, step, value, length } = scalars;
    for (let i = 0; i < length; i++) {
      let entry = known[tag[i]];
      if (entry === undefined) {
        const { tag: name } = tagOf(tag[i]);
        entry = known[tag[i]] = {
          range: { first: step[i], last: step[i] },
          isDouble: false,
        };
        ranges.set(name, entry.range);
        columns.set(name, "float");
      } else {
        isInOrder &&= step[i] > entry.range.last;
        entry.range.last = step[i];
      }
      if (!entry.isDouble && Math.fround(value[i]) !== value[i] && !Number.isNaN(value[i])) {
        entry.isDouble = true;
        columns.set(tagOf(tag[i]).tag, "double");
      }
    }
    holds &&= gathered.length + length <= mostHeldScalars;
    if (holds) gathered.appendAll(scalars);
    held = holds ? { scalars: gathered, points: [], tagOf } : undefined;
  }
  return { columns, ranges, held, isInOrder };
}
