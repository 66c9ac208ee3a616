import { figureOfPaper } from "../../figures/build/figureOfPaper.js";
import { texMacros } from "../../figures/captions/texMacros.js";
import type { FolderOptions } from "../../figures/folders.js";
import type { Shown } from "../../figures/lookups/index.js";
import { computeFigure } from "../../figures/numbers/computeFigure.js";
import { numbersTable } from "../../figures/numbers/numbersTable.js";
import { type ReportLine, reportLines } from "../../figures/numbers/reproductionReport.js";
import { summaryTable } from "../../figures/numbers/resultTables.js";
import { figureLookup } from "../../figures/resolve/figureLookup.js";
import { resolveData } from "../../figures/resolve/resolveFigure.js";
import type { StatisticsMode } from "../../stats/index.js";
import { csvText } from "../../tables/csv.js";
import { append } from "../../util/lists/longLists.js";
import { UserError } from "../../util/userError.js";
import { foldersOf } from "../terminal/folderOptions.js";
import { type Terminal, warner } from "../terminal/terminal.js";
import { inPaperOrder } from "../text/inPaperOrder.js";
import { layoutRows } from "../text/layoutTable.js";
import { partialText } from "../text/partialText.js";
import { reportText } from "../text/reportText.js";
import type { SummaryFormat } from "../text/summaryFormats.js";
import { chooseLookups } from "./chooseLookups.js";
import { ownSummary } from "./ownSummary.js";

export interface Options extends FolderOptions {
  readonly format: SummaryFormat;
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly latex?: boolean;
  readonly texMacros?: boolean;
  readonly all?: boolean;
  readonly paper?: string;
  readonly statistics?: StatisticsMode;
  readonly shows?: Shown;
}

/** Carries `figures summary` out. */
export async function summary(
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
  const folders = foldersOf(options, terminal);
  const warn = warner(terminal);
  const lookup = await figureLookup(key, folders);
  if (lookup.logs !== undefined) return ownSummary(lookup, options.format, folders, terminal);
  const numbers = await computeFigure(
    await resolveData(lookup, folders, options.statistics, options.shows),
    {
      warn,
    },
  );
  const notes = numbers.summary.flatMap(({ model, parameter, notes }) =>
    notes.map((note) => `${model} on ${parameter}: ${note}`),
  );
  switch (options.format) {
    case "json":
      await terminal.out(`${JSON.stringify(numbers.summary, null, 2)}\n`);
      break;
    case "csv":
      await terminal.out(csvText(summaryTable(numbers.summary, lookup.table)));
      break;
    default:
      await terminal.out(layoutRows(options.format, numbersTable(numbers)));
  }
  if (numbers.judgedBy !== undefined) terminal.err(`note: judged by ${numbers.judgedBy}\n`);
  for (const note of [...partialText(numbers.partial), ...notes]) terminal.err(`note: ${note}\n`);
}

/** LaTeX macros for the numbers of figures. What has no numbers, or no data, is named on standard error. */
export async function macros(
  key: string | undefined,
  options: Options,
  terminal: Terminal,
): Promise<void> {
  const folders = foldersOf(options, terminal);
  const keys = key === undefined ? [] : [key];
  const { lookups, errors } = await chooseLookups(keys, options, folders);
  const warn = warner(terminal);
  for (const error of errors) warn(error.message);
  for (const lookup of lookups) {
    try {
      const settings = { warn, ...(options.statistics && { statistics: options.statistics }) };
      const { numbers } = await figureOfPaper(lookup, folders, settings);
      if (numbers.length === 0) terminal.err(`left out: ${lookup.key} has no table of numbers\n`);
      else await terminal.out(texMacros(lookup.key, numbers));
    } catch (error) {
      if (!(error instanceof UserError) || key !== undefined) throw error;
      terminal.err(`left out: ${error.message.split("\n")[0]}\n`);
    }
  }
}

/** The reproduction report: what is left out for want of data is named on standard error. */
export async function report(options: Options, terminal: Terminal): Promise<void> {
  const folders = foldersOf(options, terminal);
  const { lookups, errors } = await chooseLookups([], options, folders);
  const warn = warner(terminal);
  for (const error of errors) warn(error.message);
  const lines: ReportLine[] = [];
  for (const lookup of inPaperOrder(lookups.filter(({ series }) => series.length > 0))) {
    try {
      const numbers = await computeFigure(
        // Whatever there is of a paper's data.
        await resolveData(lookup, folders, options.statistics, options.shows ?? "both"),
        {
          warn,
        },
      );
      append(lines, reportLines(numbers));
      const { judgedBy, partial } = numbers;
      for (const sentence of partialText(partial)) {
        terminal.err(`note: ${lookup.key}: ${sentence}\n`);
      }
      if (judgedBy !== undefined) terminal.err(`note: ${lookup.key}: judged by ${judgedBy}\n`);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      terminal.err(`left out: ${error.message.split("\n")[0]}\n`);
    }
  }
  await terminal.out(reportText(lines, options.format));
}
