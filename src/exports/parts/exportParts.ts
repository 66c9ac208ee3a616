import { createHash } from "node:crypto";
import { join } from "node:path";
import { statSync } from "node:fs";
import type { RunDirectory } from "../../events/index.js";
import { findNamedRuns } from "../readNamedRuns.js";
import { type ExportOptions, streamLogs } from "../exportLogs.js";
import { exportPoints, type PointKind } from "../exportPoints.js";
import type { LogDirectories } from "../logDirectories.js";
import type { LogTable } from "../streamRows.js";
import type { TableStream } from "../../tables/tableStream.js";
import { UserError } from "../../util/userError.js";
import { Told, type ToldEvent } from "./told.js";
import { storeTable } from "./storedTable.js";

/** An export that can be made in parts: rows of runs that stand one after the other. */
export interface PartedExport {
  readonly directories: LogDirectories;
  readonly kind: "scalars" | Exclude<PointKind, "hparams">;
  readonly options: PartOptions;
  /** Names of the runs of each part, in the order of the table. */
  readonly parts: readonly (readonly string[])[];
}

/** Those options of an export that say what is read, as plain values. */
export type PartOptions = Pick<
  ExportOptions,
  | "tags"
  | "layout"
  | "long"
  | "gateMeans"
  | "weights"
  | "gates"
  | "verbose"
  | "weightsOnly"
  | "checksums"
  | "supersede"
>;

/** What a part says besides its rows. */
export interface PartNotes {
  readonly told: readonly ToldEvent[];
  /** Runs that gave rows. */
  readonly runs: number;
  /** Patterns of tags that nothing here matched. */
  readonly unmatched: readonly string[];
  /** Whether a tag could not be the name of its column. */
  readonly isRenamed: boolean;
}

const mostRuns = 100;
const mostBytes = 32 * 2 ** 20;
/** What one core reads in a second, with room to spare. */
const bytesPerSecond = 10e6;
const secondsPerRun = 0.005;

/** Where a part is kept. */
export const partPath = (folder: string, part: number): string => join(folder, `part-${part}.rows`);

/** Runs that are read together, and about how long that takes. */
export interface PlannedParts {
  readonly parts: readonly (readonly string[])[];
  readonly seconds: readonly number[];
  /** Changes when a file of the logs does. */
  readonly stamp: string;
}

/**
 * Divides runs into parts of at most a hundred runs or 32 MB.
 *
 * @throws {UserError} as `findRuns` does
 */
export async function planParts(
  directories: LogDirectories,
  most = { runs: mostRuns, bytes: mostBytes },
): Promise<PlannedParts> {
  const parts: string[][] = [];
  const seconds: number[] = [];
  const stamp = createHash("sha256");
  let bytes = Infinity;
  for (const run of await findNamedRuns(directories)) {
    const size = sizeOf(run, stamp);
    const last = parts.at(-1);
    if (last === undefined || bytes + size > most.bytes || last.length >= most.runs) {
      parts.push([]);
      seconds.push(0);
      bytes = 0;
    }
    bytes += size;
    parts.at(-1)!.push(run.name);
    seconds[parts.length - 1] += secondsPerRun + size / bytesPerSecond;
  }
  return { parts, seconds, stamp: stamp.digest("hex") };
}

function sizeOf({ files }: RunDirectory, stamp: ReturnType<typeof createHash>): number {
  return files.reduce((sum, file) => {
    const found = statSync(file, { throwIfNoEntry: false });
    stamp.update(`${file}\n${found?.size} ${found?.mtimeMs}\n`);
    return sum + (found?.size ?? 0);
  }, 0);
}

/**
 * Reads one part and keeps its rows, as the whole table would have them, and what was told about its runs.
 *
 * @throws {UserError} when a place cannot be read or written
 */
export async function exportPart(
  { directories, kind, options, parts }: PartedExport,
  part: number,
  folder: string,
): Promise<void> {
  const names = new Set(parts[part]);
  const told = new Told();
  const unmatched: string[] = [];
  let isRenamed = false;
  const asked = {
    ...options,
    ...told.callbacks,
    isWanted: (name: string) => names.has(name),
    isFinal: false,
    onNote: (note: string) => void (isRenamed ||= note.includes(" is the column ")),
    onUnmatched: (sentence: string) => void unmatched.push(sentence),
  };
  const read = async (): Promise<LogTable> =>
    kind === "scalars" ? streamLogs(directories, asked) : exportPoints(directories, kind, asked);
  let table: LogTable | undefined;
  let isEmpty = false;
  try {
    table = await read();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    // No run of the part logged what is asked for; others may have. Else reading all of them says what it is.
    isEmpty = true;
  }
  const rows = table === undefined || isEmpty ? nothing : withoutComplaint(table);
  await storeTable<PartNotes>(partPath(folder, part), rows, () => ({
    told: told.events,
    runs: table?.counts.runs ?? 0,
    unmatched,
    isRenamed,
  }));
}

const nothing: TableStream = { columns: [], parts: [] };

/** A part without a row is none to complain about: the whole is. */
function withoutComplaint({ columns, parts, counts }: LogTable): TableStream {
  function* all() {
    try {
      yield* parts;
    } catch (error) {
      if (!(error instanceof UserError) || counts.rows > 0) throw error;
    }
  }
  return { columns, parts: { [Symbol.iterator]: all } };
}
