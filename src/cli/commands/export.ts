import { Option, type Command } from "commander";
import type { Loss } from "../../events/index.js";
import type { PointKind } from "../../exports/exportPoints.js";
import type { TableStream } from "../../tables/tableStream.js";
import { UserError } from "../../util/userError.js";
import { exportMedia } from "./exportMedia.js";
import { followExport } from "./followExport.js";
import type { Terminal } from "../terminal/terminal.js";

interface Options {
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
  readonly supersede: "step" | "session" | "none";
  readonly tensorboardDir?: string;
  readonly csvOut?: string;
  readonly exportGate?: boolean;
  readonly verbose?: boolean;
  readonly kind: "scalars" | PointKind;
  readonly images?: string;
  readonly follow?: boolean;
}

/** `figures export`: event files to one tidy table. */
export function registerExport(program: Command, terminal: Terminal): Command {
  return program
    .command("export")
    .description("event files to one tidy table, as CSV or Parquet")
    .argument("[logdir]", "folder that holds runs, at any depth")
    .option("-o, --out <file>", "where to write; .csv or .parquet (default: CSV on the terminal)")
    .addOption(
      new Option("--format <format>", "for other file endings").choices(["csv", "parquet"]),
    )
    .option(
      "--tags <patterns...>",
      'scalars of any logs, one column per tag; "*" stands for any text ("loss/*")',
    )
    .option("--long", "one row per scalar: name, tag, step, wall.time, value")
    .option("--weights", "add the first two weights: weights.w0, weights.w1")
    .option("--gates", "add the first two gates: gate.g0, gate.g1")
    .option("--weights-only", "every element of every weight that was logged as text, no metrics")
    .option("--decode-names", "add a column for every segment of the run names")
    .addOption(
      new Option("--kind <kind>", "what to export")
        .choices(["scalars", "texts", "histograms", "hparams"])
        .default("scalars"),
    )
    .option("--images <folder>", "write logged pictures and sounds as files there")
    .option("--follow", "go on as the logs grow: one row per scalar, as it comes, until Ctrl-C")
    .option("--strict", "fail (exit code 1, nothing written) when anything could not be read")
    .addOption(
      new Option("--checksums <which>", "payload checksums to check (those of lengths always are)")
        .choices(["decoded", "all", "none"])
        .default("decoded"),
    )
    .addOption(
      new Option(
        "--supersede <rule>",
        "what a restart drops: step: a tag's steps from the repeated one on; session: only what a session start says; none",
      )
        .choices(["step", "session", "none"])
        .default("step"),
    )
    .addOption(
      new Option("--tensorboard-dir <folder>", "the original exporter's name for <logdir>"),
    )
    .addOption(new Option("--csv-out <file>", "the original exporter's name for --out"))
    .addOption(new Option("--export-gate", "add the mean gates of NALU layers"))
    .addOption(
      new Option("--verbose", "as the original exporter: weights, and gates if there are any"),
    )
    .addHelpText(
      "after",
      `
Without --tags the table has the columns of the single-layer task's exporter: name, step, wall.time,
metric.valid.interpolation, metric.test.extrapolation, sparse.error.max; a row per logged step.

Examples:
  figures export runs/sltr-in2/nru --out tables/sltr-in2/nru.parquet
  figures export runs --tags "loss/*" "accuracy" --out losses.csv
  figures export runs --tags "*" --long --out everything.parquet
  figures export runs --kind hparams --out hyperparameters.csv
  figures export runs --images pictures --tags "samples/*"
  figures export runs --follow --tags "loss/*"
  figures export --tensorboard-dir runs/sltr-in2/nru --csv-out nru.csv --verbose`,
    )
    .action((logDirectory: string | undefined, options: Options) =>
      exportCommand(logDirectory, options, terminal),
    );
}

async function exportCommand(
  argument: string | undefined,
  options: Options,
  terminal: Terminal,
): Promise<void> {
  const logDirectory = oneOf(argument, options.tensorboardDir, "<logdir>", "--tensorboard-dir");
  if (logDirectory === undefined) {
    throw new UserError("Which logs? Give the folder that holds the runs.", 2);
  }
  const out = oneOf(options.out, options.csvOut, "--out", "--csv-out");
  refuseContradictions(options, out);
  if (options.images !== undefined) {
    return exportMedia(logDirectory, options.images, options, terminal);
  }
  if (options.follow) return followExport(logDirectory, out, options, terminal);

  const { formatOfPath, streamLogs, writeTable } = await import("../../exports/exportLogs.js");
  const { exportPoints } = await import("../../exports/exportPoints.js");
  const { collect, streamOf } = await import("../../tables/tableStream.js");
  const { describeLoss } = await import("../../events/index.js");
  let losses = 0;
  let empty = 0;
  const onLoss = (loss: Loss) => {
    losses++;
    terminal.err(`warning: ${describeLoss(loss)}\n`);
  };
  const onEmptyRun = ({ directory }: { directory: string }) => {
    empty++;
    terminal.err(`warning: ${directory}: logged nothing that belongs in this table\n`);
  };
  if (out !== undefined && (options.format ?? formatOfPath(out)) === "parquet") {
    // The database starts in a thread of its own while logs are read; errors come when it is used.
    const { duckdb } = await import("../../tables/database/duckdb.js");
    duckdb().catch(() => undefined);
  }
  const { strict, exportGate: gateMeans } = options;
  const isFinal = out === undefined && !strict;
  const read =
    options.kind === "scalars"
      ? await streamLogs(logDirectory, { ...options, gateMeans, isFinal, onLoss, onEmptyRun })
      : await exportPoints(logDirectory, options.kind, { ...options, isFinal, onLoss });
  const report = () => {
    const { runs, rows } = read.counts;
    return (
      `${logDirectory}: ${runs} ${runs === 1 ? "run" : "runs"}, ${rows} rows` +
      (empty > 0 ? `, ${empty} runs without rows` : "") +
      (losses > 0 ? `, ${losses} ${losses === 1 ? "loss" : "losses"}` : "")
    );
  };
  const stream = strict
    ? withCheck(read, () => {
        if (losses === 0) return;
        throw new UserError(`${report()}; nothing was written because of --strict.`);
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
  const { csvParts } = await import("../../tables/writeCsv.js");
  for (const text of csvParts(stream)) if (text !== "") await terminal.out(text);
}

/** @throws {UserError} for options that do not go together */
function refuseContradictions(options: Options, out: string | undefined): void {
  const refuse = (reason: string): never => {
    throw new UserError(reason, 2);
  };
  const { format, kind } = options;
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
