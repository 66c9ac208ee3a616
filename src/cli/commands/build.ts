import { join, relative, resolve } from "node:path";
import { InvalidArgumentError, Option, type Command } from "commander";
import type { Lookup } from "../../figures/lookups/index.js";
import type { FolderOptions } from "../../figures/folders.js";
import type { GalleryEntry } from "../../figures/build/galleryPage.js";
import type { BuiltFigure } from "../../figures/build/buildFigure.js";
import { figureFormats, type FigureFormat } from "../../plot/spec/figure.js";
import type { StatisticsMode } from "../../stats/index.js";
import { UserError } from "../../util/userError.js";
import { didYouMean } from "../../util/didYouMean.js";
import { chooseLookups } from "./chooseLookups.js";
import { addFolderOptions, foldersOf } from "../terminal/folderOptions.js";
import { warner, type Terminal } from "../terminal/terminal.js";

interface Options extends FolderOptions {
  readonly all?: boolean;
  readonly format: FigureFormat[];
  readonly statistics?: StatisticsMode;
  readonly theme?: string;
  readonly dpi: number;
  readonly force?: boolean;
  readonly page?: boolean;
}

/** `figures build`: from the data to the figure and its numbers. */
export function registerBuild(program: Command, terminal: Terminal): Command {
  const command = program
    .command("build")
    .description("build figures, and the CSV files with their numbers beside them")
    .argument("[keys...]", "lookup keys (see: figures list), or experiments by their names")
    .option("--all", "every figure of the lookup files")
    .option(
      "--format <formats>",
      `comma-separated: ${figureFormats.join(", ")}`,
      parseFormats,
      parseFormats("pdf,png"),
    )
    .option("--dpi <number>", "resolution of the PNG in dots per inch", parseDpi, 300)
    .option("--page", "also write README.md there, a page that shows the figures")
    .option("--force", "build even what is up to date")
    .option(
      "--theme <name>",
      "paper, ggplot, or a JSON file (default: what the lookup says)",
      parseTheme,
    )
    .addOption(
      new Option(
        "--statistics <mode>",
        "published: as the R scripts computed; corrected: as the papers' text says (default: what the lookup says)",
      ).choices(["published", "corrected"]),
    );
  addFolderOptions(command, ["runs", "tables", "lookups", "out"]).addHelpText(
    "after",
    `
Examples:
  figures build nips-sltr-in2
  figures build nips-sltr-in2 --format pdf,html --theme ggplot
  figures build sltr-in2/nru                     one experiment alone: out/sltr-in2/nru.pdf
  figures build logs/mine tables/mine.csv        a log directory, a table
  figures build --all --out camera-ready
  figures build --all --out figures/gallery --format svg,pdf --page
  figures build nips-sltr-in10 --runs /data/runs --statistics corrected`,
  );
  return command.action((keys: string[], options: Options) => build(keys, options, terminal));
}

async function build(keys: string[], options: Options, terminal: Terminal): Promise<void> {
  const folders = foldersOf(options, terminal);
  const { lookups, errors } = await chooseLookups(keys, options.all === true, folders);
  const { buildFigure } = await import("../../figures/build/buildFigure.js");
  const failures: UserError[] = [...errors];
  const built: GalleryEntry[] = [];
  for (const lookup of lookups) {
    const warn = warner(terminal);
    try {
      const figure = await buildFigure(lookup, folders, {
        formats: options.format,
        dpi: options.dpi,
        statistics: options.statistics,
        theme: options.theme,
        force: options.force,
        warn: (message) => warn(`${lookup.key}: ${message}`),
      });
      terminal.err(`${lookup.key}: ${describe(lookup, figure)}\n`);
      const judgedBy = figure.data?.numbers?.judgedBy;
      if (judgedBy !== undefined) terminal.err(`${lookup.key}: judged by ${judgedBy}\n`);
      await terminal.out(figure.files.map((file) => `${file}\n`).join(""));
      built.push({ lookup, files: figure.files.map((file) => relative(folders.out, file)) });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      failures.push(error);
    }
  }
  if (options.page && built.length > 0) await writePage(built, folders.out, terminal);
  if (failures.length === 0) return;
  if (lookups.length > 1) {
    const done = lookups.length + errors.length - failures.length;
    failures.push(new UserError(`${done} built, ${failures.length} failed.`));
  }
  throw new UserError(failures.map(({ message }) => message).join("\n"));
}

async function writePage(
  built: readonly GalleryEntry[],
  folder: string,
  terminal: Terminal,
): Promise<void> {
  const { galleryPage } = await import("../../figures/build/galleryPage.js");
  const { inPaperOrder } = await import("../text/inPaperOrder.js");
  const { writeFileAtomically } = await import("../../util/writeFileAtomically.js");
  const order = inPaperOrder(built.map(({ lookup }) => lookup));
  const entries = order.map((lookup) => built.find((entry) => entry.lookup === lookup)!);
  const path = join(folder, "README.md");
  await writeFileAtomically(path, galleryPage(entries));
  await terminal.out(`${path}\n`);
}

/** Which data a figure was made from, so that nobody takes fixtures for their own runs. */
function describe(lookup: Lookup, { data }: BuiltFigure): string {
  if (data === undefined) return "up to date";
  const { sources, numbers } = data;
  if (sources.length === 0) return "built";
  const kinds = new Set(sources.map(({ kind }) => (kind === "runs" ? "event files" : "tables")));
  const fixtures = sources.filter(({ fixture }) => fixture).length;
  const origin =
    fixtures === 0
      ? ""
      : ` (${fixtures === sources.length ? "all" : fixtures} of the series from the project's fixtures)`;
  const runs = numbers === undefined ? "" : `${numbers.outcomes.length} runs of `;
  return `${runs}${lookup.series.length} series from ${[...kinds].join(" and ")}${origin}`;
}

function parseFormats(text: string): FigureFormat[] {
  const names = text.split(",").map((name) => name.trim().replace(/^\./, ""));
  for (const name of names) {
    if (!(figureFormats as readonly string[]).includes(name)) {
      throw new InvalidArgumentError(
        `There is no format "${name}".${didYouMean(name, figureFormats)} Formats: ${figureFormats.join(", ")}.`,
      );
    }
  }
  return [...new Set(names)] as FigureFormat[];
}

/** A path is relative to the working directory here, not to the lookup's file. */
const parseTheme = (text: string): string => (/[\\/]|\.json$/.test(text) ? resolve(text) : text);

function parseDpi(text: string): number {
  const dpi = Number(text);
  if (!(dpi >= 36 && dpi <= 2400)) {
    throw new InvalidArgumentError("Expected a number of dots per inch from 36 to 2400.");
  }
  return dpi;
}
