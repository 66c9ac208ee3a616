import { isUpToDate } from "../../figures/build/buildRecord.js";
import { locateSeries } from "../../figures/resolve/locateSeries.js";
import { declaredExperiments, declaredRuns } from "../../figures/resolve/declaredExperiments.js";
import type { RunsSource } from "../../figures/resolve/resolvedFigure.js";
import type { FolderOptions, Folders } from "../../figures/folders.js";
import {
  hasSource,
  type Lookup,
  lastPart,
  listLookups,
  paperOf,
  singleSources,
} from "../../figures/lookups/index.js";
import { tellOthers } from "./chooseLookups.js";
import { foldersOf } from "../terminal/folderOptions.js";
import { type Terminal, warner } from "../terminal/terminal.js";
import { inPaperOrder } from "../text/inPaperOrder.js";
import { textTable } from "../text/textTable.js";

export interface Options extends FolderOptions {
  readonly json?: boolean;
  readonly paper?: string;
}

/** Carries `figures list` out. */
export async function list(options: Options, terminal: Terminal): Promise<void> {
  const folders = foldersOf(options, terminal);
  const { lookups, errors, others } = await listLookups(folders.lookups, options.paper);
  const entries = await Promise.all(inPaperOrder(lookups).map((one) => entryOf(one, folders)));
  if (options.json) {
    await terminal.out(`${JSON.stringify(entries, null, 2)}\n`);
  } else if (entries.length === 0) {
    terminal.err(`There are no lookup files in ${folders.lookups[0]}.\n`);
  } else {
    await terminal.out(tableText(entries));
  }
  if (options.paper === undefined) tellOthers(others, terminal);
  const warn = warner(terminal);
  for (const error of errors) warn(error.message);
}

type Entry = Awaited<ReturnType<typeof entryOf>>;

async function entryOf(lookup: Lookup, folders: Folders) {
  const { key, figure, title, paper, aliases, series, file, shows } = lookup;
  const single = singleSources(series).filter(hasSource);
  const found = single.map((one) => locateSeries(one, lookup.folder, folders));
  const declared = found.some(isOwnTraining)
    ? await declaredRuns({ series: single }, folders, findDeclared)
    : undefined;
  return {
    key,
    aliases,
    figure: figure ?? null,
    title,
    paper: paper ?? null,
    file,
    shows: shows ?? null,
    series: single.map(({ label, experiment }, index) => {
      const source = found[index];
      const runs = isOwnTraining(source) ? source.runs.length : null;
      const wanted = runs === null ? null : (declared?.get(experiment ?? "")?.runs ?? null);
      return { label, data: "path" in source ? source.path : null, runs, declared: wanted };
    }),
    upToDate: (await isUpToDate(lookup, folders)) ?? null,
    fixtures: found.some((source) => "path" in source && source.fixture),
  };
}

/** A table for each paper, under its name; keys are as short as they may be given. */
function tableText(entries: readonly Entry[]): string {
  const papers = [...new Set(entries.map(({ key }) => paperOf(key)))];
  const count = (name: string) => entries.filter(({ key }) => lastPart(key) === name).length;
  const shortened = (key: string) => (count(lastPart(key)) === 1 ? lastPart(key) : key);
  const tables = papers.map((paper) => {
    const own = entries.filter(({ key }) => paperOf(key) === paper);
    const rows = own.map((entry) => {
      const { key, figure, title } = entry;
      return [shortened(key), String(figure ?? ""), dataText(entry), builtText(entry), title];
    });
    const heading = paper === undefined ? "" : `${paper}: ${own[0].paper ?? paper}\n`;
    return heading + textTable([["KEY", "FIGURE", "DATA", "BUILT", "TITLE"], ...rows]);
  });
  return tables.join("\n");
}

/** A pipeline file that cannot be read is no reason to list nothing. */
const findDeclared = (_: readonly string[], folders: Folders) => declaredExperiments(folders);

/** Whether it is what the user trained, which may be under way. */
const isOwnTraining = (source: ReturnType<typeof locateSeries>): source is RunsSource =>
  "kind" in source && source.kind === "runs" && !source.fixture;

function dataText(entry: Entry): string {
  if (entry.shows === null) return seriesText(entry);
  const retrained = entry.series.filter(({ data }) => data !== null).length;
  return retrained === 0
    ? "published"
    : `published, ${retrained} of ${entry.series.length} retrained`;
}

function seriesText({ series, fixtures }: Entry): string {
  const partial = series.filter(({ runs, declared }) => (runs ?? 0) < (declared ?? 0));
  if (partial.length > 0) {
    const runs = partial.reduce((sum, one) => sum + (one.runs ?? 0), 0);
    const declared = partial.reduce((sum, one) => sum + (one.declared ?? 0), 0);
    return `${runs} of ${declared} runs`;
  }
  const present = series.filter(({ data }) => data !== null).length;
  if (present === series.length) return `complete${fixtures ? " (fixtures)" : ""}`;
  return present === 0 ? "missing" : `${present} of ${series.length} series`;
}

function builtText({ upToDate }: Entry): string {
  return upToDate === null ? "–" : upToDate ? "up to date" : "stale";
}
