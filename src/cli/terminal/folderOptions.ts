import { Option, type Command } from "commander";
import { resolveFolders, type FolderOptions, type Folders } from "../../figures/folders.js";
import { own } from "../../util/own.js";
import { checkPath } from "./checkPaths.js";
import type { Terminal } from "./terminal.js";

const descriptions = {
  runs: "log directories of experiments (default: $FIGURES_RUNS or runs/)",
  tables: "exported tables (default: $FIGURES_TABLES or tables/)",
  lookups: "lookup files (default: $FIGURES_LOOKUPS or lookups/)",
  out: "where figures go (default: $FIGURES_OUT or out/)",
} as const;

/** Adds the option that picks the figures of one paper. */
export function addPaperOption(command: Command): Command {
  return command.option("--paper <name>", "the figures of one paper: a folder of lookup files");
}

/** Adds the option that picks between what a paper's authors published and what was trained again. */
export function addShowOption(command: Command): Command {
  return command.addOption(
    new Option(
      "--shows <data>",
      "of a paper's figure: what its authors published, what was trained again, or both side by side (default: what the lookup says)",
    ).choices(["published", "retrained", "both"]),
  );
}

/** Adds the options that say where things are. */
export function addFolderOptions(
  command: Command,
  names: readonly (keyof typeof descriptions)[],
): Command {
  for (const name of names) {
    command.addOption(new Option(`--${name} <folder>`, descriptions[name]));
  }
  return command;
}

/**
 * The folders that a command's options and the environment ask for.
 *
 * @throws {UserError} when the environment names something else as a folder
 */
export function foldersOf(options: FolderOptions, terminal: Terminal): Folders {
  for (const name of ["runs", "tables", "lookups", "out"] as const) {
    const variable = `FIGURES_${name.toUpperCase()}`;
    const path = own(terminal.environment, variable);
    if (options[name] === undefined && path) checkPath(`$${variable}`, path, "folder");
  }
  return resolveFolders(options, terminal.environment);
}
