import { Option, type Command } from "commander";
import type { FolderOptions } from "../pipeline/folders.js";
import type { StatisticsMode } from "../stats/index.js";
import { addFolderOptions, foldersOf } from "./folderOptions.js";
import { summaryFormats, summaryText, type SummaryFormat } from "./summaryText.js";
import { warner, type Terminal } from "./terminal.js";

interface Options extends FolderOptions {
  readonly format: SummaryFormat;
  readonly json?: boolean;
  readonly statistics?: StatisticsMode;
}

/** `figures summary`: the numbers of a figure, without drawing it. */
export function registerSummary(program: Command, terminal: Terminal): Command {
  const command = program
    .command("summary")
    .description("print the numbers of a figure: means with 95 % intervals")
    .argument("<key>", "lookup key (see: figures list)")
    .addOption(
      new Option("--format <format>", "how to print them")
        .choices([...summaryFormats])
        .default("text"),
    )
    .option("--json", "the same as --format json")
    .addOption(
      new Option(
        "--statistics <mode>",
        "published: as the R scripts computed; corrected: as the papers' text says (default: what the lookup says)",
      ).choices(["published", "corrected"]),
    );
  addFolderOptions(command, ["runs", "tables", "lookups"]).addHelpText(
    "after",
    `
Examples:
  figures summary nips-sltr-in2
  figures summary nips-sltr-in2 --format latex > table.tex
  figures summary nips-sltr-in2 --statistics corrected --json`,
  );
  return command.action((key: string, options: Options) => summary(key, options, terminal));
}

async function summary(key: string, options: Options, terminal: Terminal): Promise<void> {
  const { findLookup, readLookups } = await import("../catalog/index.js");
  const { computeFigure } = await import("../pipeline/computeFigure.js");
  const { csvText, rStyle } = await import("../tables/csv.js");
  const { summaryTable } = await import("../pipeline/resultTables.js");
  const folders = foldersOf(options, terminal);
  const warn = warner(terminal);
  const lookup = findLookup(await readLookups(folders.lookups), key);
  const numbers = await computeFigure(lookup, folders, { statistics: options.statistics, warn });
  const notes = numbers.summary.flatMap(({ model, parameter, notes }) =>
    notes.map((note) => `${model} on ${parameter}: ${note}`),
  );
  const format = options.json ? "json" : options.format;
  switch (format) {
    case "json":
      await terminal.out(`${JSON.stringify(numbers.summary, null, 2)}\n`);
      break;
    case "csv":
      await terminal.out(csvText(summaryTable(numbers.summary), rStyle));
      break;
    default:
      await terminal.out(summaryText(numbers, format));
  }
  for (const note of notes) terminal.err(`note: ${note}\n`);
}
