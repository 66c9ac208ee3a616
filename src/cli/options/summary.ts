import { type Command, Option } from "commander";
import type { Options } from "../commands/summary.js";
import { addFolderOptions, addPaperOption, addShowOption } from "../terminal/folderOptions.js";
import type { Terminal } from "../terminal/terminal.js";
import { summaryFormats } from "../text/summaryFormats.js";

/** `figures summary`: the numbers of a figure, without drawing it. */
export function registerSummary(program: Command, terminal: Terminal): Command {
  const command = program
    .command("summary")
    .description("print the numbers of a figure: means with 95 % intervals")
    .argument("[key]", "lookup key (see: figures list), or an experiment by its name")
    .option("--all", "numbers of all figures whose data are there, beside the published ones")
    .addOption(
      new Option("--format <format>", "how to print them")
        .choices([...summaryFormats])
        .default("text"),
    )
    .option(
      "--tex-macros",
      "a LaTeX file with a macro for each number; with --all or --paper those of all figures",
    )
    .option("--json", "the same as --format json")
    .option("--markdown", "the same as --format markdown")
    .option("--latex", "the same as --format latex")
    .addOption(
      new Option(
        "--statistics <mode>",
        "published: as the R scripts computed; corrected: as the papers' text says (default: what the lookup says)",
      ).choices(["published", "corrected"]),
    );
  addFolderOptions(addPaperOption(addShowOption(command)), [
    "runs",
    "tables",
    "lookups",
  ]).addHelpText(
    "after",
    `
Examples:
  figures summary nips-sltr-in2
  figures summary nips-sltr-in2 --latex > table.tex
  figures summary nips-sltr-in2 --statistics published --json
  figures summary nips-sltr-in2 --tex-macros > numbers.tex   \\NipsSltrInTwoNruAllSuccessRate
  figures summary sltr-in2/nru
  figures summary iclr-ops --shows retrained
  figures summary --paper division --markdown > reproduction.md`,
  );
  return command.action(async (key: string | undefined, options: Options) => {
    const format = options.json
      ? "json"
      : options.markdown
        ? "markdown"
        : options.latex
          ? "latex"
          : options.format;
    const { macros, report, summary } = await import("../commands/summary.js");
    if (options.texMacros) return macros(key, options, terminal);
    return options.all || (options.paper !== undefined && key === undefined)
      ? report({ ...options, format }, terminal)
      : summary(key, { ...options, format }, terminal);
  });
}
