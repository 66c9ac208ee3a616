import { InvalidArgumentError, Option, type Command } from "commander";
import type { FolderOptions } from "../../figures/folders.js";
import type { RunSelection } from "../../jobs/plan/expandRuns.js";
import { backendNames, type BackendName } from "../../compute/backends/engine.js";
import { UserError } from "../../util/userError.js";
import { addFolderOptions, foldersOf } from "../terminal/folderOptions.js";
import type { Terminal } from "../terminal/terminal.js";

interface Options extends FolderOptions {
  readonly all?: boolean;
  readonly seeds?: string;
  readonly ranges?: string[];
  readonly iterations?: number;
  readonly logInterval?: number;
  readonly workers?: number;
  readonly backend?: BackendName;
  readonly modules?: string[];
  readonly verbose?: boolean;
  readonly logEveryIteration?: boolean;
  readonly force?: boolean;
  readonly dryRun?: boolean;
}

/** `figures train`: the runs of experiments that are not there yet. */
export function registerTrain(program: Command, terminal: Terminal): Command {
  const command = program
    .command("train")
    .description("train the runs of experiments that are missing, into TensorBoard event files")
    .argument("[experiments...]", 'names; "*" stands for any text ("sltr-in2/*")')
    .option("--all", "every experiment of the pipeline files")
    .option("--seeds <list>", 'instead of the experiment\'s: "0-24", "0-4,7"')
    .option("--ranges <labels...>", 'only these interpolation ranges: "U[1,2]"')
    .option("--iterations <number>", "index of the last iteration", parseCount)
    .option("--log-interval <number>", "iterations between logged rows", parseCount)
    .addOption(workersOption())
    .addOption(backendOption())
    .addOption(modulesOption())
    .option("--verbose", "log weights, gates, gradients, histograms and text as well")
    .addOption(logEveryIterationOption())
    .option("--force", "train again what is there already")
    .option("--dry-run", "only print which runs would be trained");
  addFolderOptions(command, ["runs"]).addHelpText(
    "after",
    `
Each run becomes a folder <runs>/<experiment>/<run name>/ with an event file. It appears when it is
finished; what a stopped or crashed training left is trained again. Finished runs are skipped.

Examples:
  figures train sltr-in2/nru
  figures train sltr-in10/sign-nmru --seeds 0-4 --ranges "U[1,2]" --iterations 20000 --verbose
  figures train "in2_divBy0/*" --workers 4
  figures train --all --dry-run`,
  );
  return command.action((names: string[], options: Options) => train(names, options, terminal));
}

/** How many threads train. */
export function workersOption(): Option {
  return new Option("--workers <number>", "worker threads (default: one per core)").argParser(
    parseWorkers,
  );
}

/** What computes. */
export function backendOption(): Option {
  return new Option(
    "--backend <name>",
    "where the arithmetic is done (default: wasm for 32-bit precision, js for 64)",
  ).choices(backendNames);
}

/** Modules of the user's own. */
export function modulesOption(): Option {
  return new Option("--modules <files...>", "JavaScript files with modules of your own");
}

/** The original's log of β. */
export function logEveryIterationOption(): Option {
  return new Option(
    "--log-every-iteration",
    "log L1/train/beta at every iteration, as the original does (2.7 MB a run)",
  );
}

async function train(names: string[], options: Options, terminal: Terminal): Promise<void> {
  if (names.length === 0 && !options.all) {
    throw new UserError(
      'Which experiments? Give names ("figures train --all --dry-run" shows all runs), or --all.',
      2,
    );
  }
  const { readPipelines } = await import("../../experiments/readPipelines.js");
  const { selectExperiments } = await import("../../experiments/selectExperiments.js");
  const { withRanges } = await import("../../experiments/withRanges.js");
  const { parseSeeds } = await import("../../experiments/seedList.js");
  const { planTraining } = await import("../../jobs/plan/planTraining.js");
  const folders = foldersOf(options, terminal);
  const known = await readPipelines(folders.pipelines);
  const chosen = options.all ? known : selectExperiments(known, names);
  const experiments = options.ranges ? withRanges(chosen, options.ranges) : chosen;
  const { iterations, logInterval, verbose, logEveryIteration } = options;
  const selection: RunSelection = {
    ...(options.seeds !== undefined && { seeds: parseSeeds(options.seeds) }),
    settings: {
      ...(iterations !== undefined && { maxIterations: iterations }),
      ...(logInterval !== undefined && { logInterval }),
      ...(verbose && { verbose }),
      ...(logEveryIteration && { logEveryIteration }),
    },
  };
  const { runs } = folders;
  const { force, backend, modules, workers } = options;
  const plan = await planTraining({ experiments, selection, runs, force, backend, modules });
  if (options.dryRun) {
    const directories = [...plan.trainings, ...plan.copies].map(({ directory }) => directory);
    await terminal.out(directories.map((directory) => `${directory}\n`).join(""));
    terminal.err(`${directories.length} to be trained, ${plan.finished} finished\n`);
    return;
  }
  const { trainRuns } = await import("./trainRuns.js");
  await trainRuns(plan, terminal, workers);
}

function parseCount(text: string): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && count > 0 && Number.isSafeInteger(count)) return count;
  throw new InvalidArgumentError("Expected a whole number above 0.");
}

function parseWorkers(text: string): number {
  const workers = parseCount(text);
  if (workers <= 1024) return workers;
  throw new InvalidArgumentError("Expected at most 1024.");
}
