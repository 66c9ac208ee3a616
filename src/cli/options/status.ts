import { type Command } from "commander";
import type { Options } from "../commands/status.js";
import { addFolderOptions } from "../terminal/folderOptions.js";
import type { Terminal } from "../terminal/terminal.js";
import { logEveryIterationOption, modulesOption, parseCount } from "./train.js";

/** `figures status`: how far the training of experiments is. */
export function registerStatus(program: Command, terminal: Terminal): Command {
  const command = program
    .command("status")
    .description(
      "how far experiments are: runs done, running, failed and left, from the folders alone",
    )
    .argument("[experiments...]", 'names; "*" stands for any text (default: those that are begun)')
    .option("--all", "every experiment of the project's pipeline files")
    .option("--paper <name>", "of one paper, a folder of pipeline files: all, or those named")
    .option("--seeds <list>", 'instead of the experiment\'s: "0-24", "0-4,7"')
    .option("--ranges <labels...>", 'only these interpolation ranges: "U[1,2]"')
    .option("--variations <labels...>", 'only these variations: "hiddenSize 4"')
    .option("--iterations <number>", "as they are trained with", parseCount)
    .option("--log-interval <number>", "as they are trained with", parseCount)
    .option("--verbose", "as they are trained with")
    .addOption(modulesOption())
    .addOption(logEveryIterationOption())
    .option("--json", "for programs: one array of objects");
  addFolderOptions(command, ["runs"]).addHelpText(
    "after",
    `
Nobody is asked but the folder of the runs: it does not matter on which machines they are trained. Give
the options that the runs are trained with, or they count as runs with other settings.

Examples:
  figures status
  figures status sltr-in2/nru --seeds 0-4
  figures status mine/ratio --modules ratio.js
  figures status --all --json`,
  );
  return command.action(async (names: string[], options: Options) =>
    (await import("../commands/status.js")).status(names, options, terminal),
  );
}
