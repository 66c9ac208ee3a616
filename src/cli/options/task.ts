import type { Command } from "commander";
import type { Options } from "../commands/task.js";
import type { Terminal } from "../terminal/terminal.js";

/** `figures task`: what the script of a job calls on the machines of a cluster; not for people. */
export function registerTask(program: Command, terminal: Terminal): Command {
  return program
    .command("task", { hidden: true })
    .description("one task of a job that was submitted to a batch system")
    .argument("<folder>", "the job's folder")
    .requiredOption("--index <number>", "which of its tasks, as the batch system counts them")
    .action(async (folder: string, options: Options) =>
      (await import("../commands/task.js")).task(folder, options, terminal),
    );
}
