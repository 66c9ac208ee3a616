import { Option, type Command } from "commander";
import type { FolderOptions } from "../../figures/folders.js";
import type { ReportLine } from "../../figures/numbers/reproductionReport.js";
import type { StatisticsMode } from "../../stats/index.js";
import { UserError } from "../../util/userError.js";
import { addFolderOptions, foldersOf } from "../terminal/folderOptions.js";
import { summaryFormats, type SummaryFormat } from "../text/summaryFormats.js";
import { warner, type Terminal } from "../terminal/terminal.js";

interface Options extends FolderOptions {
  readonly format: SummaryFormat;
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly all?: boolean;
  readonly statistics?: StatisticsMode;
}

/** `figures summary`: the numbers of a figure, without drawing it. */
export function registerSummary(program: Command, terminal: Terminal): Command {
  const command = program
    .command("summary")
    .description("print the numbers of a figure: means with 95 % intervals")
    .argument("[key]", "lookup key (see: figures list), or an experiment by its name")
    .option("--all", "success rates of all figures whose data are there, beside the published ones")
    .addOption(
      new Option("--format <format>", "how to print them")
        .choices([...summaryFormats])
        .default("text"),
    )
    .option("--json", "the same as --format json")
    .option("--markdown", "the same as --format markdown")
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
  figures summary nips-sltr-in2 --statistics corrected --json
  figures summary sltr-in2/nru
  figures summary --all --markdown > reproduction.md`,
  );
  return command.action((key: string | undefined, options: Options) => {
    const format = options.json ? "json" : options.markdown ? "markdown" : options.format;
    return options.all
      ? report({ ...options, format }, terminal)
      : summary(key, { ...options, format }, terminal);
  });
}

async function summary(
  key: string | undefined,
  options: Options,
  terminal: Terminal,
): Promise<void> {
  if (key === undefined) {
    throw new UserError(
      'Which figure? Give a lookup key ("figures list" shows them), or --all.',
      2,
    );
  }
  const { figureLookup } = await import("../../figures/build/figureLookup.js");
  const { computeFigure } = await import("../../figures/numbers/computeFigure.js");
  const { csvText, rStyle } = await import("../../tables/csv.js");
  const { summaryTable } = await import("../../figures/numbers/resultTables.js");
  const { summaryText } = await import("../text/summaryText.js");
  const folders = foldersOf(options, terminal);
  const warn = warner(terminal);
  const lookup = await figureLookup(key, folders);
  const numbers = await computeFigure(lookup, folders, { statistics: options.statistics, warn });
  const notes = numbers.summary.flatMap(({ model, parameter, notes }) =>
    notes.map((note) => `${model} on ${parameter}: ${note}`),
  );
  switch (options.format) {
    case "json":
      await terminal.out(`${JSON.stringify(numbers.summary, null, 2)}\n`);
      break;
    case "csv":
      await terminal.out(csvText(summaryTable(numbers.summary), rStyle));
      break;
    default:
      await terminal.out(summaryText(numbers, options.format));
  }
  if (numbers.judgedBy !== undefined) notes.unshift(`judged by ${numbers.judgedBy}`);
  for (const note of notes) terminal.err(`note: ${note}\n`);
}

/** The reproduction report: what is left out for want of data is named on standard error. */
async function report(options: Options, terminal: Terminal): Promise<void> {
  const { readLookups } = await import("../../figures/lookups/index.js");
  const { computeFigure } = await import("../../figures/numbers/computeFigure.js");
  const { reportLines } = await import("../../figures/numbers/reproductionReport.js");
  const { inPaperOrder } = await import("../text/inPaperOrder.js");
  const { reportText } = await import("../text/reportText.js");
  const folders = foldersOf(options, terminal);
  const { lookups, errors } = await readLookups(folders.lookups);
  const warn = warner(terminal);
  for (const error of errors) warn(error.message);
  const lines: ReportLine[] = [];
  for (const lookup of inPaperOrder(lookups.filter(({ series }) => series.length > 0))) {
    try {
      const numbers = await computeFigure(lookup, folders, { ...options, warn });
      lines.push(...reportLines(numbers));
      const { judgedBy } = numbers;
      if (judgedBy !== undefined) terminal.err(`note: ${lookup.key}: judged by ${judgedBy}\n`);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      terminal.err(`left out: ${error.message.split("\n")[0]}\n`);
    }
  }
  await terminal.out(reportText(lines, options.format));
}
