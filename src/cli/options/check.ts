import { type Command, Option } from "commander";
import type { Options } from "../commands/check.js";
import { addFolderOptions, addPaperOption } from "../terminal/folderOptions.js";
import { UserError } from "../../util/userError.js";
import type { Terminal } from "../terminal/terminal.js";

/** `figures check`: are committed figures what their data give? */
export function registerCheck(program: Command, terminal: Terminal): Command {
  const command = program
    .command("check")
    .description("rebuild figures in a temporary folder and compare them with committed ones")
    .argument("[keys...]", "lookup keys (see: figures list)")
    .option("--all", "every figure of the project's lookup files")
    .option("--against <folder>", "the figures to compare with", "figures/gallery")
    .option(
      "--report <folder>",
      "write what changed: report.html and report.md with old, new and difference pictures, changes.csv",
    )
    .option(
      "--tex <files...>",
      "compare the numbers and macros in the text of a paper with those of the figures instead",
    )
    .option(
      "--print",
      "look at the figures as a production editor does: type, collisions, hidden marks, colours, widths",
    )
    .option("--venue <name>", "with --print: the venue whose width the figures must have")
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
says where; --report writes them, the committed ones, and what changed in words, numbers and pictures into a
folder of its own, also when nothing did.

With --tex, a number of the text is one of the figures' when it is their value, or its per cent, rounded to the
digits of the text. Whole numbers below 100 and years are passed over, and lines that end in
"% not of a figure".

Examples:
  figures check --all
  figures check --paper division
  figures check --paper division --statistics published --against figures/gallery/published
  figures check nips-sltr-in2 --against out
  figures check --all --report report
  figures check --all --tex paper.tex
  figures check nips-sltr-in2 --print --venue neurips`,
  );
  return command.action(async (keys: string[], options: Options) => {
    const isComparison = !options.print && options.venue === undefined && options.tex === undefined;
    if (options.report !== undefined && !isComparison) {
      throw new UserError(
        "--report is of figures that are compared: without --print and --tex.",
        2,
      );
    }
    if (options.print || options.venue !== undefined) {
      return (await import("../commands/checkPrint.js")).checkPrint(keys, options, terminal);
    }
    if (options.tex !== undefined) {
      return (await import("../commands/checkPaper.js")).checkPaper(keys, options, terminal);
    }
    return (await import("../commands/check.js")).check(keys, options, terminal);
  });
}
