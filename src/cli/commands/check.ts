import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { type CheckedFigure, checkFigure } from "../../figures/build/checkFigure.js";
import type { FolderOptions, Folders } from "../../figures/folders.js";
import type { Lookup, LookupSeries } from "../../figures/lookups/index.js";
import { figureChanges, type FigureChanges } from "../../figures/report/changes.js";
import { clearReport, writeReport } from "../../figures/report/writeReport.js";
import { locateSeries } from "../../figures/resolve/locateSeries.js";
import type { StatisticsMode } from "../../stats/index.js";
import { append } from "../../util/lists/longLists.js";
import { UserError } from "../../util/userError.js";
import { foldersOf } from "../terminal/folderOptions.js";
import { type Terminal, warner } from "../terminal/terminal.js";
import { chooseLookups } from "./chooseLookups.js";

export interface Options extends FolderOptions {
  readonly all?: boolean;
  readonly paper?: string;
  readonly against: string;
  /** Sources of a paper. */
  readonly report?: string;
  readonly print?: boolean;
  readonly venue?: string;
  readonly tex?: readonly string[];
  readonly statistics?: StatisticsMode;
}

/** Carries `figures check` out. */
export async function check(keys: string[], options: Options, terminal: Terminal): Promise<void> {
  const folders = foldersOf(options, terminal);
  const { lookups, errors } = await chooseLookups(keys, options, folders);
  if (options.report !== undefined) await clearReport(options.report);
  const temporary = await mkdtemp(join(tmpdir(), "figures-check-"));
  const failures = errors.map(({ message }) => message);
  const differences: string[] = [];
  const changed: FigureChanges[] = [];
  const same: CheckedFigure[] = [];
  const unchecked: string[] = [];
  for (const lookup of lookups) {
    const { key } = lookup;
    const warn = warner(terminal);
    // Tables as they stand are the same in every mode.
    if (keys.length === 0 && options.statistics && lookup.series.length === 0) continue;
    if (keys.length === 0 && !(await isCheckable(lookup, folders, options.against))) {
      unchecked.push(key);
      terminal.err(`${key}: neither data nor committed files; not checked\n`);
      continue;
    }
    try {
      const checked = await checkFigure(lookup, folders, {
        against: options.against,
        differencesTo: temporary,
        dpi: 300,
        ...(options.statistics && { statistics: options.statistics }),
        warn: (message) => warn(`${key}: ${message}`),
      });
      if (checked.compared.length === 0) {
        failures.push(`${key}: there is nothing of it in ${options.against}`);
      } else if (checked.files.length === 0) same.push(checked);
      else if (options.report !== undefined) changed.push(await figureChanges(checked));
      append(differences, checked.differences);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      failures.push(error.message);
    }
  }
  if (options.report !== undefined) {
    const found = { against: options.against, changed, same, failures, unchecked };
    const paths = await writeReport(options.report, found);
    await terminal.out(paths.map((path) => `${path}\n`).join(""));
  }
  const complaints = [...failures, ...differences];
  if (complaints.length === 0) {
    await rm(temporary, { recursive: true });
    const files = same.reduce((sum, { compared }) => sum + compared.length, 0);
    await terminal.out(
      `${same.length} figures (${files} files) are as they are in ${options.against}\n`,
    );
    return;
  }
  throw new UserError(
    `${complaints.join("\n")}\n${complaints.length} ${complaints.length === 1 ? "complaint" : "complaints"}; if the new figures are right, write them with\n` +
      `  figures build ${keys.join(" ") || (options.paper ? `--paper ${options.paper}` : "--all")} --force --out ${options.against}`,
  );
}

/** False for a figure that nobody could have built yet, and for one of published data that is not committed. */
async function isCheckable(lookup: Lookup, folders: Folders, against: string): Promise<boolean> {
  const isThere = (series: LookupSeries) => "path" in locateSeries(series, lookup.folder, folders);
  const path = join(against, lookup.key);
  const committed = await readdir(dirname(path)).catch(() => []);
  const isCommitted = committed.some((name) => name.startsWith(`${basename(path)}.`));
  return isCommitted || (lookup.shows === undefined && lookup.series.every(isThere));
}
