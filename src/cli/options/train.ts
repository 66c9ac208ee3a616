import { type Command, InvalidArgumentError, Option } from "commander";
import { automaticBackend, backendNames } from "../../compute/backends/backends.js";
import type { Options } from "../commands/train.js";
import { addFolderOptions } from "../terminal/folderOptions.js";
import {
  chosenExecutor,
  type ExecutorOptions,
  executorOptions,
  onOption,
} from "./executorOptions.js";
import { passedOnOf } from "./passedOn.js";
import type { Terminal } from "../terminal/terminal.js";

/** `figures train`: the runs of experiments that are not there yet. */
export function registerTrain(program: Command, terminal: Terminal): Command {
  const command = program
    .command("train")
    .description("train the runs of experiments that are missing, into TensorBoard event files")
    .usage("[options] [experiments...] [-- options of the batch system]")
    .argument("[experiments...]", 'names; "*" stands for any text ("sltr-in2/*")')
    .option("--all", "every experiment of the project's pipeline files")
    .option("--paper <name>", "of one paper, a folder of pipeline files: all, or those named")
    .option("--seeds <list>", 'instead of the experiment\'s: "0-24", "0-4,7"')
    .option("--ranges <labels...>", 'only these interpolation ranges: "U[1,2]"')
    .option("--variations <labels...>", 'only these variations: "hiddenSize 4"')
    .option("--iterations <number>", "index of the last iteration", parseCount)
    .option("--epochs <number>", "index of the last epoch, of sequences of images", parseCount)
    .option("--log-interval <number>", "iterations between logged rows", parseCount)
    .addOption(onOption())
    .addOption(backendOption())
    .addOption(modulesOption())
    .option("--verbose", "log weights, gates, gradients, histograms and text as well")
    .addOption(logEveryIterationOption())
    .option("--force", "train again what is there already")
    .option(
      "--dry-run",
      "only print which runs would be trained, or the script that would be submitted",
    );
  for (const option of executorOptions()) command.addOption(option);
  addFolderOptions(command, ["runs"]).addHelpText(
    "after",
    `
Each run becomes a folder <runs>/<experiment>/<run name>/ with an event file. It appears when it is
finished; what a stopped or crashed training left is trained again. Finished runs are skipped, failed
ones are tried again. Experiments of the papers that come with the program are trained by name, or with
--paper; --all are the project's own. Several trainings of the same runs may go on at once, on one machine or on
several that share the folder: each run is trained by one of them, and all wait until it is there.

--on slurm and --on lsf submit one array of tasks that train what is missing, and return. What stands
after -- goes to sbatch or bsub as it is. "figures status" says how far they are, "figures cancel" stops
them; submitted again, only what is missing is trained. See docs/cluster.md.

Examples:
  figures train sltr-in2/nru
  figures train sltr-in10/sign-nmru --seeds 0-4 --ranges "U[1,2]" --iterations 20000 --verbose
  figures train "in2_divBy0/*" --workers 4
  figures train function_task_static_mul_hidden_size/NMU --variations "hiddenSize 4" --seeds 0-9
  figures train "sltr-in2/*" --backend auto
  figures train --paper division --dry-run
  figures train "sltr-in2/*" --on slurm --time 2:00:00 -- --partition=short --account=me
  figures train --paper nau --on lsf --time 4:00 --workers 16 -- -q hpc`,
  );
  return command.action(async (names: string[], options: Options & ExecutorOptions) => {
    const { train } = await import("../commands/train.js");
    const executor = { ...chosenExecutor(options), passedOn: passedOnOf(program) };
    return train(names, { ...options, executor }, terminal);
  });
}

/** What computes. */
export function backendOption(): Option {
  return new Option(
    "--backend <name>",
    "where the arithmetic is done: cuda is an NVIDIA GPU (package koffi), auto takes it where there is " +
      "one (default: wasm for 32-bit precision, js for 64)",
  ).choices([...backendNames, automaticBackend]);
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

export function parseCount(text: string): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && count > 0 && Number.isSafeInteger(count)) return count;
  throw new InvalidArgumentError("Expected a whole number above 0.");
}
