import { type Command, Option } from "commander";
import type { Options } from "../commands/check.js";
import { addFolderOptions, addPaperOption } from "../terminal/folderOptions.js";
import type { Terminal } from "../terminal/terminal.js";

/** `figures check`: are committed figures what their data give? */
export function registerCheck(program: Command, terminal: Terminal): Command {
  const command = program
    .command("check")
    .description("rebuild figures in a temporary folder and compare them with committed ones")
    .argument("[keys...]", "lookup keys (see: figures list)")
    .option("--all", "every figure of the project's lookup files")
    .option("--against <folder>", "the figures to compare with", "figures/gallery")
    .addOption(
      new Option(
        "--statistics <mode>",
        "what the figures to compare with were built with (default: what the lookup says)",
      ).choices(["published", "corrected"]),
    );
  addFolderOptions(addPaperOption(command), ["runs", "tables", "lookups"]).addHelpText(
    "after",
    `
Numbers are compared exactly, drawings byte by byte. Rebuilt files that differ are kept, and the message
says where.

Examples:
  figures check --all
  figures check --paper division
  figures check --paper division --statistics published --against figures/gallery/published
  figures check nips-sltr-in2 --against out`,
  );
  return command.action(async (keys: string[], options: Options) =>
    (await import("../commands/check.js")).check(keys, options, terminal),
  );
}
