import { resolve } from "node:path";
import {
  describeLoss,
  describeSuperseded,
  type Loss,
  type Superseded,
  totalCostOf,
} from "../../events/index.js";
import { formatOfPath, streamLogs, writeTable } from "../../exports/exportLogs.js";
import { exportPoints, type PointKind } from "../../exports/exportPoints.js";
import { duckdb } from "../../tables/database/duckdb.js";
import { collect, streamOf, type TableStream } from "../../tables/tableStream.js";
import { csvParts } from "../../tables/writeCsv.js";
import { UserError } from "../../util/userError.js";
import type { Terminal } from "../terminal/terminal.js";
import { exportMedia } from "./exportMedia.js";
import { followExport } from "./followExport.js";
import { reduceExport, type ReduceExportOptions } from "./reduceExport.js";

export interface Options extends ReduceExportOptions {
  readonly out?: string;
  readonly format?: "csv" | "parquet";
  readonly tags?: string[];
  readonly long?: boolean;
  readonly weights?: boolean;
  readonly gates?: boolean;
  readonly weightsOnly?: boolean;
  readonly decodeNames?: boolean;
  readonly strict?: boolean;
  readonly checksums: "decoded" | "all" | "none";
  /** "restart" when none is given; then --strict does not let anything pass that it leaves out. */
  readonly supersede?: "restart" | "step" | "session" | "none";
  readonly tensorboardDir?: string;
  readonly csvOut?: string;
  readonly exportGate?: boolean;
  readonly verbose?: boolean;
  readonly kind: "scalars" | PointKind;
  readonly images?: string;
  readonly follow?: boolean;
}

/** The error for several folders, of which a shell may have made one pattern. */
function severalFolders(folders: readonly string[]): UserError {
  const links = folders
    .slice(0, 2)
    .map((folder) => `ln -s ${JSON.stringify(resolve(folder))} all/`);
  return new UserError(
    `export reads one folder of runs, not ${folders.length}: ${folders.slice(0, 3).join(", ")}${folders.length > 3 ? ", ..." : ""}.\n` +
      `Give the folder that holds them all, or one of links (mkdir all; ${links.join("; ")}; figures export all). ` +
      `A lookup takes several: runs: [${folders.slice(0, 2).join(", ")}].`,
    2,
  );
}

/** Carries `figures export` out. */
export async function exportCommand(
  logDirectories: readonly string[],
  options: Options,
  terminal: Terminal,
): Promise<void> {
  if (logDirectories.length > 1) throw severalFolders(logDirectories);
  const [argument] = logDirectories;
  const logDirectory = oneOf(argument, options.tensorboardDir, "<logdir>", "--tensorboard-dir");
  if (logDirectory === undefined) {
    throw new UserError("Which logs? Give the folder that holds the runs.", 2);
  }
  const out = oneOf(options.out, options.csvOut, "--out", "--csv-out");
  refuseContradictions(options, out);
  if (options.reduce !== undefined) return reduceExport(logDirectory, out, options, terminal);
  if (options.images !== undefined) {
    return exportMedia(logDirectory, options.images, options, terminal);
  }
  if (options.follow) return followExport(logDirectory, out, options, terminal);

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
  const { strict, exportGate: gateMeans, tensorboardDir, csvOut } = options;
  const isFinal = out === undefined && !strict;
  const isAsOriginal = tensorboardDir !== undefined || csvOut !== undefined;
  const layout = isAsOriginal && options.tags === undefined ? "papers" : undefined;
  const asked = { ...options, isFinal, onLoss, onEmptyRun, onNote, onSuperseded, onUnmatched };
  const read =
    options.kind === "scalars"
      ? await streamLogs(logDirectory, { ...asked, layout, gateMeans })
      : await exportPoints(logDirectory, options.kind, asked);
  const report = () => {
    const { runs, rows } = read.counts;
    return (
      `${logDirectory}: ${runs} ${runs === 1 ? "run" : "runs"}, ${rows} rows` +
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

/** @throws {UserError} for options that do not go together */
function refuseContradictions(options: Options, out: string | undefined): void {
  const refuse = (reason: string): never => {
    throw new UserError(reason, 2);
  };
  const { format, kind } = options;
  const forReduce = ["by", "name", "align", "events"] as const;
  const alone = forReduce.find((option) => options[option] !== undefined);
  if (options.reduce === undefined && alone !== undefined) {
    refuse(`--${alone} goes with --reduce, such as --reduce mean,std.`);
  }
  if (options.reduce !== undefined && (options.long || options.follow || kind !== "scalars")) {
    refuse("--reduce is a table of its own: leave out --long, --follow and --kind.");
  }
  if (out === undefined && format === "parquet") {
    refuse("Parquet is not for terminals: give a file with --out.");
  }
  if (options.weightsOnly && (options.tags || options.long)) {
    refuse("--weights-only exports no scalars: leave out --tags and --long.");
  }
  if (kind !== "scalars" && (options.long || options.weightsOnly || options.follow)) {
    refuse(`--kind ${kind} is a table of its own: leave out --long, --weights-only and --follow.`);
  }
  if (options.follow && (format === "parquet" || /\.parquet$/i.test(out ?? ""))) {
    refuse("--follow writes rows as they come, which Parquet cannot: give a .csv file.");
  }
  const isKnown = out === undefined || format !== undefined || /\.(csv|parquet)$/i.test(out);
  if (!isKnown && options.csvOut === undefined) {
    refuse(`Is ${out} to be CSV or Parquet? Give it the ending .csv or .parquet, or say --format.`);
  }
}

/** Two spellings of one option: whichever is given. */
function oneOf(
  first: string | undefined,
  second: string | undefined,
  firstName: string,
  secondName: string,
): string | undefined {
  if (first !== undefined && second !== undefined) {
    throw new UserError(`${firstName} and ${secondName} mean the same: give one of them.`, 2);
  }
  return first ?? second;
}
