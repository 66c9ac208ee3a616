import { join } from "node:path";
import type { Loss, ReadOptions, Run, RunDirectory, Superseded } from "../events/index.js";
import { writeParquet } from "../tables/database/writeParquet.js";
import { describeRenaming } from "../tables/distinctNames.js";
import type { Table } from "../tables/table.js";
import { collect, streamOf, type TableStream } from "../tables/tableStream.js";
import { writeCsv } from "../tables/writeCsv.js";
import { statOrUndefined } from "../util/statOrUndefined.js";
import { didYouMean } from "../util/text/didYouMean.js";
import { matchTags } from "../util/text/matchTags.js";
import { UserError } from "../util/userError.js";
import { joinLogs } from "./joinLogs.js";
import { exportRun } from "./layouts/exportRun.js";
import { exportScalars } from "./layouts/exportScalars.js";
import {
  exportSequences,
  isCellText,
  isSequenceMetric,
  isSequenceScalar,
} from "./layouts/exportSequences.js";
import { exportTensors } from "./layouts/exportTensors.js";
import type { ExportedRun, RunToJoin } from "./layouts/exportedRun.js";
import {
  isGateMean,
  isGateText,
  isSparsityError,
  isTensorText,
  isWeightText,
  metricTags,
} from "./layouts/metricTags.js";
import { type LogDirectories, shownDirectories } from "./logDirectories.js";
import { type FindNamedOptions, findNamedRuns } from "./readNamedRuns.js";
import { isScalar, recogniseLayout } from "./recogniseLayout.js";
import { type TableLayout, typesOf } from "./rows/joinRuns.js";
import { scalarRows } from "./rows/scalarRows.js";
import type { SeenLogs } from "./seenLogs.js";
import { type LogTable, streamRows } from "./streamRows.js";
import { tellUnmatched } from "./unmatchedPatterns.js";

/** Which rows and columns an export has. */
export interface ExportOptions extends Pick<FindNamedOptions, "onNote" | "isWanted"> {
  /** Patterns of scalar tags (`loss/*`); all by default. */
  readonly tags?: readonly string[];
  /**
   * "general": one column per tag; "papers": the original exporter's metrics. By default that of the papers
   * for their logs, or where one of its options is given, else the general one.
   */
  readonly layout?: TableLayout;
  /** One row per scalar instead of one column per tag. */
  readonly long?: boolean;
  readonly gateMeans?: boolean;
  readonly weights?: boolean;
  readonly gates?: boolean;
  /** The original's `--verbose`: weights, gates where there are any, and its empty `recursive.weight`. */
  readonly verbose?: boolean;
  /** Every element of every tensor that was logged as text, and nothing else. */
  readonly weightsOnly?: boolean;
  /** A column for every segment of the run names. */
  readonly decodeNames?: boolean;
  readonly checksums?: ReadOptions["checksums"];
  readonly supersede?: ReadOptions["supersede"];
  /** Rows that were given are never taken back: large runs are read twice rather than once. */
  readonly isFinal?: boolean;
  /** Told about everything that could not be read, and about runs without rows. */
  readonly onLoss: (loss: Loss) => void;
  readonly onEmptyRun: (run: RunDirectory) => void;
  /** Told what was left out of a run because other values took its place. */
  readonly onSuperseded?: (run: RunDirectory, superseded: readonly Superseded[]) => void;
  /** Told of each pattern in `tags` that matches nothing. */
  readonly onUnmatched?: (sentence: string) => void;
}

/** What an export read. */
export interface ExportedLogs {
  readonly table: Table;
  readonly runs: number;
}

/**
 * Reads a log directory, or several, into one tidy table in memory.
 *
 * @throws {UserError} when there are no event files, or none of the runs logged what is asked for
 */
export async function exportLogs(
  logDirectories: LogDirectories,
  options: ExportOptions,
): Promise<ExportedLogs> {
  const stream = await streamLogs(logDirectories, options);
  const table = await collect(stream);
  return { table, runs: stream.counts.runs };
}

/**
 * The same table as a stream. A row for each scalar is read only when it is asked for.
 *
 * @throws {UserError} as `exportLogs` does, at first or from the parts
 */
export async function streamLogs(
  logDirectories: LogDirectories,
  options: ExportOptions,
): Promise<LogTable> {
  if (options.long && !options.weightsOnly) return streamScalars(logDirectories, options);
  const runs = await findNamedRuns(logDirectories, options);
  const logDirectory = shownDirectories(logDirectories);
  const asked = layoutAskedFor(options);
  if (asked !== undefined) return joinAs(asked, logDirectory, runs, options);
  if (recogniseLayout(runs) === "general") return joinAs("general", logDirectory, runs, options);
  const told: (() => void)[] = [];
  try {
    const table = await joinAs("papers", logDirectory, runs, {
      ...options,
      onLoss: (loss) => told.push(() => options.onLoss(loss)),
      onEmptyRun: (run) => told.push(() => options.onEmptyRun(run)),
      onSuperseded: (run, superseded) => told.push(() => options.onSuperseded?.(run, superseded)),
      refuseOthers: true,
    });
    told.forEach((tell) => tell());
    return table;
  } catch (error) {
    if (!(error instanceof OtherRunError)) throw error;
    options.onNote?.(
      `${error.message} logged none of the papers' metrics: a column per tag for all runs`,
    );
    return joinAs("general", logDirectory, runs, options);
  }
}

/** A run that logged scalars, but none that the papers' table shows, among those that did. */
class OtherRunError extends Error {
  override readonly name = "OtherRunError";
}

/** The layout that options ask for; undefined where the logs decide. */
export function layoutAskedFor(
  options: Omit<ExportOptions, "onLoss" | "onEmptyRun">,
): TableLayout | undefined {
  const { layout, tags, gateMeans, weights, gates, verbose, weightsOnly } = options;
  if (layout !== undefined) return layout;
  if (gateMeans || weights || gates || verbose || weightsOnly) return "papers";
  return tags === undefined ? undefined : "general";
}

async function joinAs(
  layout: TableLayout,
  logDirectory: string,
  runs: readonly RunDirectory[],
  options: ExportOptions & { readonly refuseOthers?: boolean },
): Promise<LogTable> {
  const isGeneral = layout === "general";
  const isStreamable = isGeneral && options.weightsOnly !== true;
  // Names of the papers' runs are read by what knows all settings, which takes a while to load.
  const names = options.decodeNames ? await import("../experiments/names/runName.js") : undefined;
  return joinLogs(runs, {
    ...options,
    layout,
    read: { ...readOptions(options, layout), texts: wantedTexts(options, layout) },
    decodeRunName: names?.decodeRunName,
    isStreamable,
    unite: isGeneral,
    onRenamed: (renaming) => options.onNote?.(describeRenaming(renaming)),
    exportRun: (run) => {
      if (isStreamable) return exportScalars(run);
      const rows = options.weightsOnly ? exportTensors(run) : exportMetrics(run, options);
      if (rows === undefined && options.refuseOthers && [...run.tags.values()].some(isScalar)) {
        throw new OtherRunError(run.directory);
      }
      return rows && wholeRun(rows);
    },
    onSeen: tellUnmatched(options.tags, "scalar", options.onUnmatched),
    nothingLogged: (seen) => nothingLogged(logDirectory, options, layout, seen),
  });
}

function wholeRun(rows: ExportedRun): RunToJoin {
  const bytesPerCell = Float64Array.BYTES_PER_ELEMENT + 1;
  return {
    name: rows.name,
    rows: rows.rows,
    columns: typesOf(rows),
    bytes: rows.rows * rows.columns.size * bytesPerCell,
    pieces: () => [rows],
  };
}

function streamScalars(logDirectories: LogDirectories, options: ExportOptions): Promise<LogTable> {
  return streamRows(logDirectories, scalarRows, {
    ...options,
    read: readOptions(options, "general"),
    onSeen: tellUnmatched(options.tags, "scalar", options.onUnmatched),
    nothingLogged: (seen) =>
      nothingLogged(shownDirectories(logDirectories), options, "general", seen),
  });
}

function readOptions(options: ExportOptions, layout: TableLayout): ReadOptions {
  return {
    scalars: wantedScalars(options, layout),
    checksums: options.checksums,
    supersede: options.supersede,
  };
}

function exportMetrics(run: Run, options: ExportOptions): ExportedRun | undefined {
  if ([...run.scalars.keys()].some(isSequenceMetric)) return exportSequences(run);
  const hasGates = [...run.texts.keys()].some(isGateText);
  const rows = exportRun(run, {
    gateMeans: options.gateMeans,
    weights: options.weights || options.verbose,
    gates: options.gates || (options.verbose && hasGates),
  });
  if (rows === undefined || !options.verbose) return rows;
  const empty = { values: new Float64Array(rows.rows).fill(NaN) };
  return { ...rows, columns: new Map([...rows.columns, ["recursive.weight", empty]]) };
}

function wantedScalars(
  options: ExportOptions,
  layout: TableLayout,
): boolean | ((tag: string) => boolean) {
  if (options.weightsOnly) return false;
  if (layout === "general") return options.tags === undefined ? true : matchTags(options.tags);
  return (tag) =>
    (metricTags as readonly string[]).includes(tag) ||
    isSparsityError(tag) ||
    isSequenceScalar(tag) ||
    (options.gateMeans === true && isGateMean(tag));
}

function wantedTexts(
  options: ExportOptions,
  layout: TableLayout,
): boolean | ((tag: string) => boolean) {
  if (options.weightsOnly) return isTensorText;
  if (layout === "general") return false;
  const { weights, gates, verbose } = options;
  return (tag) =>
    isCellText(tag) ||
    ((weights || verbose) === true && isWeightText(tag)) ||
    ((gates || verbose) === true && isGateText(tag));
}

function nothingLogged(
  logDirectory: string,
  options: ExportOptions,
  layout: TableLayout,
  seen: SeenLogs,
): UserError {
  const wanted = options.weightsOnly
    ? "a tensor as text (…/text_summary, which --verbose trainings write)"
    : layout === "papers"
      ? metricTags.map((tag) => `"${tag}"`).join(" or ")
      : options.tags
        ? `a scalar that matches ${options.tags.map((tag) => JSON.stringify(tag)).join(" or ")}`
        : "a scalar";
  const scalars = seen.tagsOf("scalar");
  const wants = wantedScalars(options, layout);
  const isThere = (tag: string) => (typeof wants === "function" ? wants(tag) : wants === true);
  if (layout === "general" && [...scalars].some(isThere)) {
    return new UserError(
      `Of ${logDirectory} nothing is left: all values of ${wanted} were replaced, taken back or lost ` +
        `(see the warnings).\n--supersede none keeps what others took the place of.`,
    );
  }
  const near = options.tags?.map((tag) => didYouMean(tag, scalars)).join("") ?? "";
  const advice =
    scalars.size > 0 ? `\nChoose some with --tags, such as --tags "*" for all scalars.` : "";
  return new UserError(
    `No run in ${logDirectory} logged ${wanted}.${near}\n${seen.describe("scalar")}${advice}`,
  );
}

/** The format that a path's ending asks for; undefined for any other ending. */
export function formatOfPath(path: string): "csv" | "parquet" | undefined {
  if (/\.csv$/i.test(path)) return "csv";
  return /\.parquet$/i.test(path) ? "parquet" : undefined;
}

/** Writes a table as CSV or Parquet, by the path's ending unless a format is given. */
export async function writeTable(
  path: string,
  table: Table | TableStream,
  format: "csv" | "parquet" = formatOfPath(path) ?? "csv",
): Promise<void> {
  if (statOrUndefined(path)?.isDirectory()) {
    throw new UserError(
      `${path} is a folder.\nGive a file, such as ${join(path, `table.${format}`)}.`,
    );
  }
  const stream = "parts" in table ? table : streamOf(table);
  await (format === "parquet" ? writeParquet(path, stream) : writeCsv(path, stream));
}
