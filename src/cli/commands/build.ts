import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import {
  buildFigure,
  type BuildFormat,
  type BuiltFigure,
} from "../../figures/build/buildFigure.js";
import { type GalleryEntry, galleryPage } from "../../figures/build/galleryPage.js";
import { isPlaced } from "../../figures/data/metricColumns.js";
import type { FolderOptions } from "../../figures/folders.js";
import type { Lookup, Shown } from "../../figures/lookups/index.js";
import type { FigureNumbers } from "../../figures/numbers/computeFigure.js";
import type { SvgText } from "../../plot/index.js";
import type { StatisticsMode } from "../../stats/index.js";
import { UserError } from "../../util/userError.js";
import { writeFileAtomically } from "../../util/writeFileAtomically.js";
import { foldersOf } from "../terminal/folderOptions.js";
import { unforeseen } from "../terminal/faults.js";
import { sayWhenInterrupted } from "../terminal/interruptions.js";
import { type Terminal, warner } from "../terminal/terminal.js";
import { partialText } from "../text/partialText.js";
import { inPaperOrder } from "../text/inPaperOrder.js";
import { chooseLookups } from "./chooseLookups.js";

export interface Options extends FolderOptions {
  readonly all?: boolean;
  readonly paper?: string;
  readonly format: BuildFormat[];
  readonly statistics?: StatisticsMode;
  readonly shows?: Shown;
  readonly theme?: string;
  readonly dpi: number;
  readonly svgText: SvgText;
  readonly force?: boolean;
  readonly page?: boolean;
}

/** Carries `figures build` out. */
export async function build(keys: string[], options: Options, terminal: Terminal): Promise<void> {
  const folders = foldersOf(options, terminal);
  const { lookups, errors } = await chooseLookups(keys, options, folders);
  const failures: UserError[] = [...errors];
  const built: GalleryEntry[] = [];
  sayWhenInterrupted(() => `${built.length} of ${lookups.length} figures built`);
  for (const lookup of lookups) {
    const warn = warner(terminal);
    try {
      const figure = await buildFigure(lookup, folders, {
        formats: options.format,
        dpi: options.dpi,
        svgText: options.svgText,
        statistics: options.statistics,
        shows: options.shows,
        theme: options.theme,
        force: options.force,
        warn: (message) => warn(`${lookup.key}: ${message}`),
      });
      terminal.err(`${lookup.key}: ${describe(lookup, figure)}\n`);
      const judgedBy = figure.data?.numbers?.judgedBy;
      for (const sentence of partialText(figure.data?.numbers?.partial ?? [])) {
        terminal.err(`${lookup.key}: ${sentence}\n`);
      }
      if (judgedBy !== undefined) terminal.err(`${lookup.key}: judged by ${judgedBy}\n`);
      await terminal.out(figure.files.map((file) => `${file}\n`).join(""));
      built.push({
        lookup,
        files: figure.files.map((file) => relative(folders.out, file)),
        caption: figure.caption,
      });
    } catch (error) {
      // Whatever it is: it does not take the other figures with it.
      failures.push(error instanceof UserError ? error : unforeseen(lookup.key, error));
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
  const order = inPaperOrder(built.map(({ lookup }) => lookup));
  const entries = order.map((lookup) => built.find((entry) => entry.lookup === lookup)!);
  const path = join(folder, "README.md");
  await writeFileAtomically(path, galleryPage(entries, await otherPages(folder)));
  await terminal.out(`${path}\n`);
}

/** Folders of an output folder that have a page of their own. */
async function otherPages(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, "README.md")))
    .map(({ name }) => name)
    .sort();
}

/** Which data a figure was made from, so that nobody takes fixtures for their own runs. */
/** A run may have an outcome for each of its extrapolation errors. */
function runsIn({ lookup, outcomes }: FigureNumbers): number {
  if (!isPlaced(lookup.columns.extrapolation)) return outcomes.length;
  return new Set(outcomes.map(({ model, data, name }) => [model, data, name].join("\n"))).size;
}

function describe(lookup: Lookup, { data, sources }: BuiltFigure): string {
  if (data === undefined) return "up to date";
  const { numbers } = data;
  if (sources.length === 0) return "built";
  const kinds = new Set(sources.map(({ kind }) => (kind === "runs" ? "event files" : "tables")));
  const fixtures = sources.filter(({ fixture }) => fixture).length;
  const origin =
    fixtures === 0
      ? ""
      : ` (${fixtures === sources.length ? "all" : fixtures} of the series from the project's fixtures)`;
  const runs = numbers === undefined ? "" : `${runsIn(numbers)} runs of `;
  return `${runs}${lookup.series.length} series from ${[...kinds].join(" and ")}${origin}`;
}
