import { resolve } from "node:path";
import type { SvgText } from "../../plot/index.js";
import type { StatisticsMode } from "../../stats/index.js";
import { displayPath } from "../../util/displayPath.js";
import { version } from "../../util/version.js";
import type { Folders } from "../folders.js";
import { atField, type Lookup } from "../lookups/index.js";
import { figureStyle } from "./figureStyle.js";
import { declaredRuns } from "./declaredExperiments.js";
import { fileFingerprint, logFingerprint, sha256 } from "./fingerprint.js";
import type { InputFile } from "./inputFile.js";
import { locateLookup } from "./locateLookup.js";
import { withOwnParams } from "./ownParams.js";
import { resolveLogs } from "./resolveLogs.js";
import { resolveThreshold } from "./readThresholds.js";
import type { ResolvedData, ResolvedFigure } from "./resolvedFigure.js";

/** What the outputs depend on besides the data. */
export interface BuildSettings {
  /** Overrides what the lookup says. */
  readonly statistics?: StatisticsMode;
  readonly theme?: string;
  readonly dpi: number;
  /** How letters are written in SVG; default: in fonts that it carries. */
  readonly svgText?: SvgText;
}

/**
 * Finds everything that a figure is made from, and says what it is: the only step that looks for files.
 *
 * @throws {UserError} when data, spec, theme or thresholds are missing
 */
export async function resolveFigure(
  lookup: Lookup,
  folders: Folders,
  settings: BuildSettings,
): Promise<ResolvedFigure> {
  const style = figureStyle(lookup, folders, settings.theme);
  const data = await resolveData(lookup, folders, settings.statistics);
  const { dpi, svgText = "font" } = settings;
  const figure = { ...data, ...style, dpi, svgText };
  return { ...figure, inputs: inputsOf(figure) };
}

/**
 * Finds the data of a figure and reads the thresholds that its runs are judged by.
 *
 * @throws {UserError} when data or thresholds are missing
 */
export async function resolveData(
  lookup: Lookup,
  folders: Folders,
  statistics: StatisticsMode = lookup.statistics,
): Promise<ResolvedData> {
  const sources = await locateLookup(lookup, folders);
  const limits = await Promise.all(
    lookup.series.map((one, index) => {
      const { threshold } = one;
      const field = threshold === undefined ? "threshold" : `series[${index}].threshold`;
      return atField(lookup, field, () =>
        resolveThreshold(threshold ?? lookup.threshold, folders.thresholds),
      );
    }),
  );
  const series = lookup.series.map((one, index) => ({
    ...one,
    source: sources[index],
    limit: limits[index],
  }));
  const tables = Object.fromEntries(
    Object.entries(lookup.data).map(
      ([name, { table }]) => [name, displayPath(resolve(lookup.folder, table))] as const,
    ),
  );
  const data = { series, tables, statistics, declaredRuns: () => declaredRuns(lookup, folders) };
  const logs = lookup.logs && (await resolveLogs(lookup, lookup.logs));
  return logs === undefined
    ? { ...data, lookup }
    : { ...data, lookup: withOwnParams(lookup, logs), logs };
}

/** Where a lookup was found does not change its figure. */
const unhashed = {
  ...{ file: undefined, origin: undefined, folder: undefined },
  ...{ isOwn: undefined, places: undefined },
};

/** Fingerprints of everything that a figure is made from, as it is now. */
export function inputsOf(figure: Omit<ResolvedFigure, "inputs">): Record<string, string> {
  const { lookup, spec, theme, series, tables, statistics, logs, dpi, svgText } = figure;
  const inputs: Record<string, string> = {
    "tbfigures version": version,
    // What it says, not its file: that may differ in comments, and an experiment alone has none.
    lookup: sha256(JSON.stringify({ ...lookup, ...unhashed })),
    statistics,
    dpi: String(dpi),
    ...(svgText !== "font" && { "svg text": svgText }),
  };
  const take = ({ path, fingerprint }: InputFile) => (inputs[displayPath(path)] = fingerprint);
  [spec, theme, ...series.flatMap(({ limit }) => limit.file ?? [])].forEach(take);
  for (const path of fontFilesOf(lookup)) inputs[displayPath(path)] = fileFingerprint(path);
  for (const path of Object.values(tables)) inputs[path] = fileFingerprint(path);
  for (const { source } of series) {
    inputs[displayPath(source.path)] =
      source.kind === "table" ? fileFingerprint(source.path) : logFingerprint(source.runs);
  }
  if (logs !== undefined) {
    inputs[logs.paths.join(", ")] = logFingerprint(logs.runs.map(({ run }) => run.directory));
    for (const path of logs.files) inputs[path] = fileFingerprint(path);
  }
  return inputs;
}

/** The files of a font that a lookup names by path. */
function fontFilesOf({ font, folder }: Lookup): string[] {
  if (font === undefined) return [];
  const files = typeof font === "string" ? [font] : [font.regular, font.bold];
  return files.flatMap((file) =>
    file !== undefined && /\.[a-z0-9]+$/i.test(file) ? [resolve(folder, file)] : [],
  );
}
