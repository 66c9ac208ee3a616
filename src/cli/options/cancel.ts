import type { Command } from "commander";
import type { Options } from "../commands/cancel.js";
import { addFolderOptions } from "../terminal/folderOptions.js";
import type { Terminal } from "../terminal/terminal.js";

/** `figures cancel`: takes jobs back that were submitted to a batch system. */
export function registerCancel(program: Command, terminal: Terminal): Command {
  const command = program
    .command("cancel")
    .description("take jobs back that were submitted; finished runs stay")
    .argument("[jobs...]", "their names or numbers, as figures status shows them")
    .option("--all", "every job of these runs that has not ended");
  addFolderOptions(command, ["runs"]).addHelpText(
    "after",
    `
Without a job, those that have not ended are listed. What they are training is given up without a trace;
what is finished stays, and the same command as before submits what is missing.

Examples:
  figures cancel
  figures cancel 4711
  figures cancel --all --runs /scratch/me/runs`,
  );
  return command.action(async (names: string[], options: Options) =>
    (await import("../commands/cancel.js")).cancel(names, options, terminal),
  );
}
