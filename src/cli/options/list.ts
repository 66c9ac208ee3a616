import type { Command } from "commander";
import type { Options } from "../commands/list.js";
import { addFolderOptions, addPaperOption } from "../terminal/folderOptions.js";
import type { Terminal } from "../terminal/terminal.js";

/** `figures list`: every lookup key, and whether its data are there. */
export function registerList(program: Command, terminal: Terminal): Command {
  const command = program
    .command("list")
    .description("list the lookup keys: figure number, title, which data are there, built or not")
    .option("--json", "for programs: one array of objects")
    .addHelpText(
      "after",
      `
Examples:
  figures list
  figures list --json
  figures list --paper division
  figures list --lookups my-paper/lookups`,
    )
    .action(async (options: Options) =>
      (await import("../commands/list.js")).list(options, terminal),
    );
  return addFolderOptions(addPaperOption(command), ["runs", "tables", "lookups", "out"]);
}
