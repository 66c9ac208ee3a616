import type { Command } from "commander";
import type { Options } from "../commands/init.js";
import type { Terminal } from "../terminal/terminal.js";

/** `figures init`: a project of one's own. */
export function registerInit(program: Command, terminal: Terminal): Command {
  return program
    .command("init")
    .description("set up a project: folders, commented lookups, and a sample of logs to try")
    .argument("[folder]", "where", ".")
    .option("--no-sample", "without the sample of logs")
    .addHelpText(
      "after",
      `
Nothing that is there is changed.

Examples:
  figures init
  figures init my-paper && cd my-paper && figures build curves accuracy`,
    )
    .action(async (folder: string, options: Options) =>
      (await import("../commands/init.js")).init(folder, options, terminal),
    );
}
