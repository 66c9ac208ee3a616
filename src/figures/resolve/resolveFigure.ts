import { resolve } from "node:path";
import type { SvgText } from "../../plot/index.js";
import type { StatisticsMode } from "../../stats/index.js";
import { setOwn } from "../../util/own.js";
import { displayPath } from "../../util/text/displayPath.js";
import { version } from "../../util/version.js";
import type { Folders } from "../folders.js";
import { atField, type Lookup, originsOf, type Shown } from "../lookups/index.js";
import { declaredRuns } from "./declaredExperiments.js";
import { figureStyle } from "./figureStyle.js";
import { fileFingerprint, logFingerprint, sha256 } from "./fingerprint.js";
import type { InputFile } from "./inputFile.js";
import { locateLookup } from "./locateLookup.js";
import { locateSeries } from "./locateSeries.js";
import { withOwnParams } from "./ownParams.js";
import { publishedNumbers } from "./publishedNumbers.js";
import { resolveThreshold } from "./readThresholds.js";
import { resolveLogs } from "./resolveLogs.js";
import type { ResolvedData, ResolvedFigure } from "./resolvedFigure.js";

/** What the outputs depend on besides the data. */
export interface BuildSettings {
  /** Overrides what the lookup says. */
  readonly statistics?: StatisticsMode;
  readonly shows?: Shown;
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
  const data = await resolveData(lookup, folders, settings.statistics, settings.shows);
  const { dpi, svgText = "font" } = settings;
  const figure = { ...data, ...style, dpi, svgText };
  return { ...figure, inputs: inputsOf(figure) };
}

/**
 * Finds the data of a figure and reads the thresholds that its runs are judged by.
 *
 * @param shown which of a paper's data, where its authors published some; default: what the lookup says
 * @throws {UserError} when data or thresholds are missing
 */
export async function resolveData(
  given: Lookup,
  folders: Folders,
  statistics: StatisticsMode = given.statistics,
  shown?: Shown,
): Promise<ResolvedData> {
  const lookup = { ...given, published: await publishedNumbers(given) };
  const shows = given.shows === undefined ? undefined : (shown ?? given.shows);
  const origins = shows && originsOf(shows);
  const demand = shows === undefined ? "all" : shows === "retrained" ? "any" : "none";
  const { series: located, missing } = await locateLookup(lookup, folders, demand);
  const isRetrained = origins?.includes("retrained") ?? true;
  const series = await Promise.all(
    (isRetrained ? located : []).map(async (one) => {
      const { label, threshold } = one;
      const index = lookup.series.findIndex((other) => other.label === label);
      const field = threshold === undefined ? "threshold" : `series[${index}].threshold`;
      const limit = await atField(lookup, field, () =>
        resolveThreshold(threshold ?? lookup.threshold, folders.thresholds, (reference) =>
          locateSeries({ label: "reference runs", ...reference }, lookup.folder, folders),
        ),
      );
      return { ...one, limit };
    }),
  );
  const beside = (path: string) => displayPath(resolve(lookup.folder, path));
  const tables = Object.fromEntries(
    Object.entries(lookup.data).map(([name, { table }]) => [name, beside(table)] as const),
  );
  const data = {
    series,
    tables,
    statistics,
    ...(origins && { origins }),
    ...(lookup.publishedOutcomes !== undefined && { outcomes: beside(lookup.publishedOutcomes) }),
    notRetrained: isRetrained ? missing : [],
    declaredRuns: () => {
      const references = series.flatMap(({ label, limit: { reference } }) => {
        const experiment = reference?.rule.reference.experiment;
        return experiment === undefined ? [] : [{ label, experiment }];
      });
      return declaredRuns({ series: [...series, ...references] }, folders);
    },
  };
  const logs = lookup.logs && (await resolveLogs(lookup, lookup.logs));
  return logs === undefined
    ? { ...data, lookup }
    : { ...data, lookup: withOwnParams(lookup, logs), logs };
}

/** Where a lookup was found, and what is accepted of its figure, do not change it. */
const unhashed = {
  ...{ file: undefined, origin: undefined, folder: undefined },
  ...{ isOwn: undefined, places: undefined, print: undefined },
};

/** Fingerprints of everything that a figure is made from, as it is now. */
export function inputsOf(figure: Omit<ResolvedFigure, "inputs">): Record<string, string> {
  const { lookup, spec, theme, extended = [], series, tables, statistics, logs } = figure;
  const { dpi, svgText, origins, outcomes } = figure;
  const inputs: Record<string, string> = {
    "tbfigures version": version,
    // What it says, not its file: that may differ in comments, and an experiment alone has none.
    lookup: sha256(JSON.stringify({ ...lookup, ...unhashed })),
    statistics,
    dpi: String(dpi),
    ...(svgText !== "font" && { "svg text": svgText }),
    ...(origins && { shows: origins.join(", ") }),
  };
  const take = ({ path, fingerprint }: InputFile) => setOwn(inputs, displayPath(path), fingerprint);
  [spec, theme, ...extended, ...series.flatMap(({ limit }) => limit.file ?? [])].forEach(take);
  for (const path of fontFilesOf(lookup)) setOwn(inputs, displayPath(path), fileFingerprint(path));
  for (const path of [...Object.values(tables), ...(outcomes === undefined ? [] : [outcomes])])
    setOwn(inputs, path, fileFingerprint(path));
  const references = series.flatMap(({ limit: { reference } }) =>
    reference !== undefined && "path" in reference.place ? [reference.place] : [],
  );
  for (const source of [...series.map((one) => one.source), ...references]) {
    setOwn(
      inputs,
      displayPath(source.path),
      source.kind === "table" ? fileFingerprint(source.path) : logFingerprint(source.runs),
    );
  }
  if (logs !== undefined) {
    const directories = logs.runs.map(({ run }) => run.directory);
    setOwn(inputs, logs.paths.join(", "), logFingerprint(directories));
    for (const path of logs.files) setOwn(inputs, path, fileFingerprint(path));
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
