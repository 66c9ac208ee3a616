import { type Command, Option } from "commander";
import { jobOptions } from "../../jobs/executors/batchExecutor.js";
import { executors } from "../../jobs/executors/executorRegistry.js";
import { UserError } from "../../util/userError.js";
import type { Options } from "../commands/exportOptions.js";
import type { Terminal } from "../terminal/terminal.js";
import { passedOnOf } from "./passedOn.js";

/** What is said of a job. */
interface JobOptions {
  readonly on?: string;
  readonly time?: string;
  readonly tasks?: string;
  readonly header?: string;
  readonly dryRun?: boolean;
}

const batchSystems = executors.filter(({ handsOn }) => handsOn).map(({ name }) => name);

/** `figures export`: event files to one tidy table. */
export function registerExport(program: Command, terminal: Terminal): Command {
  return program
    .command("export")
    .description("event files to one tidy table, as CSV or Parquet")
    .usage("[options] [logdir...] [-- options of the batch system]")
    .argument("[logdir...]", "folders that hold runs, at any depth")
    .option("-o, --out <file>", "where to write; .csv or .parquet (default: CSV on the terminal)")
    .addOption(
      new Option("--format <format>", "for other file endings").choices(["csv", "parquet"]),
    )
    .option(
      "--tags <patterns...>",
      'scalars of any logs, one column per tag; "*" stands for any text ("loss/*"), "?" for one character',
    )
    .option("--long", "one row per scalar: run, tag, step, wall_time, value")
    .option("--weights", "add the first two weights: weights.w0, weights.w1")
    .option("--gates", "add the first two gates: gate.g0, gate.g1")
    .option("--weights-only", "every element of every weight that was logged as text, no metrics")
    .option("--decode-names", "add a column for every segment of the run names")
    .addOption(
      new Option("--kind <kind>", "what to export")
        .choices(["scalars", "texts", "histograms", "hparams"])
        .default("scalars"),
    )
    .option(
      "--reduce <statistics>",
      "statistics over runs, step by step: mean, median, std, min, max, n (with commas between)",
    )
    .option("--by <facts...>", "with --reduce: facts that the runs of a group share (model, lr)")
    .option("--name <form>", "columns out of the runs' names: {model}_lr-{lr}_seed-{seed}")
    .option("--pattern <regex>", "the same as a regular expression with named groups")
    .option(
      "--facts [table]",
      "columns with all that is known of the runs: names and hyperparameters, or a table with a column run",
    )
    .option("--lookup <key>", "runs and facts as a lookup of logs of your own says")
    .addOption(
      new Option(
        "--align <rule>",
        "with --reduce: values of runs that were logged at other steps",
      ).choices(["auto", "exact", "previous", "linear"]),
    )
    .option("--events <folder>", "with --reduce: write event files for TensorBoard there")
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
        "what takes the place of what: restart (default): session starts and later files that begin at an earlier step; " +
          "step, session: TensorBoard's two rules; none: all is kept",
      ).choices(["restart", "step", "session", "none"]),
    )
    .addOption(
      new Option("--tensorboard-dir <folder>", "the original exporter's name for <logdir>"),
    )
    .addOption(new Option("--csv-out <file>", "the original exporter's name for --out"))
    .addOption(new Option("--export-gate", "add the mean gates of NALU layers"))
    .addOption(
      new Option("--verbose", "as the original exporter: weights, and gates if there are any"),
    )
    .addOption(
      new Option("--on <system>", "read in parts by an array of tasks of a batch system").choices(
        batchSystems,
      ),
    )
    .addOption(new Option(jobOptions.time.flags, jobOptions.time.description))
    .addOption(new Option(jobOptions.tasks.flags, jobOptions.tasks.description))
    .addOption(new Option(jobOptions.header.flags, jobOptions.header.description))
    .option("--dry-run", "with --on: only print the script that would be submitted")
    .addHelpText(
      "after",
      `
The table has a row per step and a column per tag, called as the tag is, after run, step, wall_time. Logs
of the papers' tasks on numbers get the columns of their exporter instead: name, step, wall.time,
metric.valid.interpolation, metric.test.extrapolation, sparse.error.max; --tags "*" gives all theirs.

--on slurm and --on lsf submit the export and return: tasks read parts, and the last one writes the table,
byte for byte the one that is written without --on. A folder as --out gets <logs>.parquet. What stands
after -- goes to sbatch or bsub as it is; "figures cancel" takes it back. See docs/cluster.md.

Examples:
  figures export logs --out runs.parquet
  figures export logs/june logs/july --name "{dataset}/{model}_seed-{seed}" --out runs.parquet
  figures export --lookup accuracy --out runs.csv
  figures export logs --reduce mean,std,min,max --by model --events reduced/
  figures export runs/sltr-in2/nru --out tables/sltr-in2/nru.parquet
  figures export runs --tags "loss/*" "accuracy" --out losses.csv
  figures export runs --tags "*" --long --out everything.parquet
  figures export runs --kind hparams --out hyperparameters.csv
  figures export runs --images pictures --tags "samples/*"
  figures export runs --follow --tags "loss/*"
  figures export --tensorboard-dir runs/sltr-in2/nru --csv-out nru.csv --verbose
  figures export runs --on slurm --time 1:00:00 --tasks 8 --out tables/ -- --partition=short`,
    )
    .action(async (logDirectories: string[], options: Options & JobOptions) => {
      const passedOn = passedOnOf(program);
      if (options.on !== undefined) {
        const { exportOnCluster } = await import("../commands/exportOnCluster.js");
        const asked = { ...options, on: options.on, job: jobSettings(options), passedOn };
        return exportOnCluster(logDirectories, asked, terminal);
      }
      refuseJobOptions(options, passedOn);
      const { reduce, name, pattern, facts, lookup } = options;
      const hasFacts =
        (facts ?? lookup ?? (reduce === undefined ? (name ?? pattern) : undefined)) !== undefined;
      // What computes statistics, and what reads lookups, is loaded for them alone.
      const command = hasFacts
        ? (await import("../commands/exportFacts.js")).exportWithFacts
        : reduce === undefined
          ? (await import("../commands/export.js")).exportCommand
          : (await import("../commands/reduceExport.js")).reduceExport;
      await command(logDirectories, options, terminal);
    });
}

function jobSettings({ time, tasks, header }: JobOptions): {
  readonly time?: string;
  readonly tasks?: number;
  readonly header?: string;
} {
  return { time, header, ...(tasks !== undefined && { tasks: jobOptions.tasks.parse(tasks) }) };
}

/** @throws {UserError} for options that only a batch system reads */
function refuseJobOptions(options: JobOptions, passedOn: readonly string[]): void {
  const { time, tasks, header, dryRun } = options;
  const given = Object.entries({ time, tasks, header, "dry-run": dryRun });
  const [alone] = given.flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (alone !== undefined) throw new UserError(`--${alone} goes with --on slurm or --on lsf.`, 2);
  if (passedOn.length > 0) {
    throw new UserError(
      `What stands after -- goes to a batch system: say --on ${batchSystems.join(" or --on ")}, ` +
        `or leave ${passedOn.join(" ")} out.`,
      2,
    );
  }
}
