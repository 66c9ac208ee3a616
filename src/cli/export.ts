import { Option, type Command } from "commander";
import { UserError } from "../util/userError.js";
import type { Terminal } from "./terminal.js";

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
  if (out === undefined && options.format === "parquet") {
    throw new UserError("Parquet is not for terminals: give a file with --out.", 2);
  }
  if (options.weightsOnly && (options.tags || options.long)) {
    throw new UserError("--weights-only exports no scalars: leave out --tags and --long.", 2);
  }
  const { exportLogs, formatOfPath, writeTable } = await import("../pipeline/exportLogs.js");
  const { describeLoss } = await import("../events/index.js");
  const format = options.format ?? (out === undefined ? "csv" : formatOfPath(out));
  if (format === undefined && options.csvOut === undefined) {
    throw new UserError(
      `Is ${out} to be CSV or Parquet? Give it the ending .csv or .parquet, or say --format.`,
      2,
    );
  }

  let losses = 0;
  let empty = 0;
  const { table, runs } = await exportLogs(logDirectory, {
    ...options,
    gateMeans: options.exportGate,
    onLoss: (loss) => {
      losses++;
      terminal.err(`warning: ${describeLoss(loss)}\n`);
    },
    onEmptyRun: (run) => {
      empty++;
      terminal.err(`warning: ${run.directory}: logged nothing that belongs in this table\n`);
    },
  });
  const done =
    `${runs} ${runs === 1 ? "run" : "runs"}, ${table.rows} rows` +
    (empty > 0 ? `, ${empty} runs without rows` : "") +
    (losses > 0 ? `, ${losses} ${losses === 1 ? "loss" : "losses"}` : "");
  if (options.strict && losses > 0) {
    throw new UserError(`${logDirectory}: ${done}; nothing was written because of --strict.`);
  }
  if (out === undefined) {
    const { csvText } = await import("../tables/csv.js");
    await terminal.out(csvText(table));
  } else {
    await writeTable(out, table, format ?? "csv");
  }
  terminal.err(`${logDirectory}: ${done}${out === undefined ? "" : ` -> ${out}`}\n`);
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
