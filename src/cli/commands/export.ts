import {
  describeLoss,
  describeSuperseded,
  type Loss,
  type Superseded,
  totalCostOf,
} from "../../events/index.js";
import {
  type ExportOptions,
  formatOfPath,
  streamLogs,
  writeTable,
} from "../../exports/exportLogs.js";
import { exportPoints } from "../../exports/exportPoints.js";
import { type LogDirectories, shownDirectories } from "../../exports/logDirectories.js";
import type { LogTable } from "../../exports/streamRows.js";
import { duckdb } from "../../tables/database/duckdb.js";
import { describeRenaming, type Renaming } from "../../tables/distinctNames.js";
import { collect, streamOf, type TableStream } from "../../tables/tableStream.js";
import { csvParts } from "../../tables/writeCsv.js";
import { UserError } from "../../util/userError.js";
import type { Terminal } from "../terminal/terminal.js";
import { exportMedia } from "./exportMedia.js";
import { followExport } from "./followExport.js";
import { logsOf, logToFollow, type Options, placesOf } from "./exportOptions.js";

/** Which runs an export is about, and what is known of them. */
export interface ExportedRuns {
  readonly directories: LogDirectories;
  readonly isWanted?: (name: string) => boolean;
  /** Gives the rows where they were read already; undefined: they are to be read. */
  readonly rowsAlready?: (
    asked: Pick<ExportOptions, "onLoss" | "onEmptyRun" | "onSuperseded">,
  ) => LogTable | undefined;
  /** Adds columns with what is known of the runs. */
  readonly withFacts?: (table: LogTable, onRenamed: (renaming: Renaming) => void) => LogTable;
}

/**
 * Carries `figures export` out.
 *
 * @param runs where more is known of them than that they lie in the log directories
 */
export async function exportCommand(
  logDirectories: readonly string[],
  options: Options,
  terminal: Terminal,
  runs?: ExportedRuns,
): Promise<void> {
  const { directories: given, out } = placesOf(logDirectories, options);
  const { directories, isWanted, rowsAlready, withFacts }: ExportedRuns = runs ?? {
    directories: logsOf(given),
  };
  if (options.images !== undefined) {
    return exportMedia(directories, options.images, options, terminal);
  }
  if (options.follow) return followExport(logToFollow(directories), out, options, terminal);

  const losses: Loss[] = [];
  let empty = 0;
  let leftOut = 0;
  let unmatched = 0;
  const onLoss = (loss: Loss) => {
    losses.push(loss);
    terminal.err(`warning: ${describeLoss(loss)}\n`);
  };
  const isWide = options.kind === "scalars" && !options.long;
  const onSuperseded = ({ name }: { name: string }, superseded: readonly Superseded[]) => {
    for (const { values } of superseded) leftOut += values;
    const option = isWide ? "--long --supersede none keeps them." : "--supersede none keeps them.";
    for (const line of describeSuperseded(name, superseded, option)) {
      terminal.err(`warning: ${line}\n`);
    }
  };
  const onUnmatched = (sentence: string) => {
    unmatched++;
    terminal.err(`warning: ${sentence}\n`);
  };
  const onNote = (note: string) => terminal.err(`note: ${note}\n`);
  const onEmptyRun = ({ directory }: { directory: string }) => {
    empty++;
    terminal.err(`warning: ${directory}: logged nothing that belongs in this table\n`);
  };
  if (out !== undefined && (options.format ?? formatOfPath(out)) === "parquet") {
    // The database starts in a thread of its own while logs are read; errors come when it is used.
    duckdb().catch(() => undefined);
  }
  const { strict, exportGate: gateMeans } = options;
  const isFinal = out === undefined && !strict;
  const layout = layoutOf(options);
  const asked = {
    ...options,
    isFinal,
    isWanted,
    onLoss,
    onEmptyRun,
    onNote,
    onSuperseded,
    onUnmatched,
  };
  const bare =
    rowsAlready?.(asked) ??
    (options.kind === "scalars"
      ? await streamLogs(directories, { ...asked, layout, gateMeans })
      : await exportPoints(directories, options.kind, asked));
  const tellRenamed = (renaming: Renaming) => onNote(describeRenaming(renaming));
  const read = withFacts?.(bare, tellRenamed) ?? bare;
  const report = () => {
    const { runs, rows } = read.counts;
    return (
      `${shownDirectories(directories)}: ${runs} ${runs === 1 ? "run" : "runs"}, ${rows} rows` +
      (empty > 0 ? `, ${empty} runs without rows` : "") +
      (leftOut > 0 ? `, ${leftOut} ${leftOut === 1 ? "value" : "values"} left out` : "") +
      (losses.length > 0 ? `, lost: ${totalCostOf(losses)}` : "")
    );
  };
  const stream = strict
    ? withCheck(read, () => {
        const isUnasked = leftOut > 0 && options.supersede === undefined;
        if (losses.length === 0 && unmatched === 0 && !isUnasked) return;
        const advice =
          losses.length > 0 || unmatched > 0
            ? ""
            : "\nIf it is right to leave them out, say --supersede restart.";
        throw new UserError(`${report()}; nothing was written because of --strict.${advice}`);
      })
    : read;
  if (out !== undefined) await writeTable(out, stream, options.format);
  else await printCsv(strict ? streamOf(await collect(stream)) : stream, terminal);
  terminal.err(`${report()}${out === undefined ? "" : ` -> ${out}`}\n`);
}

/** The original exporter's option names ask for its table. */
export function layoutOf({ tensorboardDir, csvOut, tags }: Options): "papers" | undefined {
  const isAsOriginal = tensorboardDir !== undefined || csvOut !== undefined;
  return isAsOriginal && tags === undefined ? "papers" : undefined;
}

/** The stream with a check after its last part. */
function withCheck({ columns, parts }: TableStream, check: () => void): TableStream {
  function* checked() {
    yield* parts;
    check();
  }
  return { columns, parts: { [Symbol.iterator]: checked } };
}

async function printCsv(stream: TableStream, terminal: Terminal): Promise<void> {
  for (const text of csvParts(stream)) if (text !== "") await terminal.out(text);
}
