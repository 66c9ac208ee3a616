import { join } from "node:path";
import { matchTags } from "../util/matchTags.js";
import type {
  FindOptions,
  Loss,
  ReadOptions,
  Run,
  RunDirectory,
  Superseded,
} from "../events/index.js";
import { exportRun, type ExportedRun } from "./layouts/exportRun.js";
import { exportScalars } from "./layouts/exportScalars.js";
import { exportTensors } from "./layouts/exportTensors.js";
import { scalarRows } from "./rows/scalarRows.js";
import {
  isGateMean,
  isGateText,
  isSparsityError,
  isTensorText,
  isWeightText,
  metricTags,
} from "./layouts/metricTags.js";
import type { Table } from "../tables/table.js";
import { collect, streamOf, type TableStream } from "../tables/tableStream.js";
import { writeCsv } from "../tables/writeCsv.js";
import { writeParquet } from "../tables/database/writeParquet.js";
import { didYouMean } from "../util/didYouMean.js";
import { joinLogs } from "./joinLogs.js";
import { type LogTable, streamRows } from "./streamRows.js";
import { statOrUndefined } from "../util/statOrUndefined.js";
import { UserError } from "../util/userError.js";

/** Which rows and columns an export has. */
export interface ExportOptions extends Pick<FindOptions, "onNote"> {
  /** Patterns of scalar tags (`loss/*`): any logs, one column per tag. Else the exporter's metrics. */
  readonly tags?: readonly string[];
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
}

/** What an export read. */
export interface ExportedLogs {
  readonly table: Table;
  readonly runs: number;
}

/**
 * Reads a log directory into one tidy table in memory.
 *
 * @throws {UserError} when there are no event files, or none of the runs logged what is asked for
 */
export async function exportLogs(
  logDirectory: string,
  options: ExportOptions,
): Promise<ExportedLogs> {
  const stream = await streamLogs(logDirectory, options);
  const table = await collect(stream);
  return { table, runs: stream.counts.runs };
}

/**
 * The same table as a stream. A row for each scalar is read only when it is asked for.
 *
 * @throws {UserError} as `exportLogs` does, at first or from the parts
 */
export function streamLogs(logDirectory: string, options: ExportOptions): Promise<LogTable> {
  return options.long && !options.weightsOnly
    ? streamScalars(logDirectory, options)
    : joinLogs(logDirectory, {
        ...options,
        read: { ...readOptions(options), texts: wantedTexts(options) },
        isStreamable: options.tags !== undefined && !options.weightsOnly,
        unite: options.tags !== undefined,
        exportRun: (run) => exportOne(run, options),
        nothingLogged: (seenTags) => nothingLogged(logDirectory, options, seenTags),
      });
}

function streamScalars(logDirectory: string, options: ExportOptions): Promise<LogTable> {
  return streamRows(logDirectory, scalarRows, {
    ...options,
    read: readOptions(options),
    nothingLogged: (seenTags) => nothingLogged(logDirectory, options, seenTags),
  });
}

function readOptions(options: ExportOptions): ReadOptions {
  const matchesTag = options.tags && matchTags(options.tags);
  return {
    scalars: wantedScalars(options, matchesTag),
    checksums: options.checksums,
    supersede: options.supersede,
  };
}

function exportOne(run: Run, options: ExportOptions): ExportedRun | undefined {
  if (options.weightsOnly) return exportTensors(run);
  if (options.tags) return exportScalars(run);
  const hasGates = [...run.texts.keys()].some(isGateText);
  const rows = exportRun(run, {
    gateMeans: options.gateMeans,
    weights: options.weights || options.verbose,
    gates: options.gates || (options.verbose && hasGates),
  });
  if (rows === undefined || !options.verbose) return rows;
  const empty = new Float64Array(rows.columns.get("step")!.length).fill(NaN);
  return { ...rows, columns: new Map([...rows.columns, ["recursive.weight", empty]]) };
}

function wantedScalars(
  options: ExportOptions,
  matchesTag: ((tag: string) => boolean) | undefined,
): boolean | ((tag: string) => boolean) {
  if (options.weightsOnly) return false;
  if (matchesTag) return matchesTag;
  if (options.long) return true;
  return (tag) =>
    (metricTags as readonly string[]).includes(tag) ||
    isSparsityError(tag) ||
    (options.gateMeans === true && isGateMean(tag));
}

function wantedTexts(options: ExportOptions): boolean | ((tag: string) => boolean) {
  if (options.weightsOnly) return isTensorText;
  if (options.tags || options.long) return false;
  const { weights, gates, verbose } = options;
  return (tag) =>
    ((weights || verbose) === true && isWeightText(tag)) ||
    ((gates || verbose) === true && isGateText(tag));
}

function nothingLogged(
  logDirectory: string,
  options: ExportOptions,
  seenTags: ReadonlySet<string>,
): UserError {
  const wanted = options.weightsOnly
    ? "a tensor as text (…/text_summary, which --verbose trainings write)"
    : options.tags
      ? `a scalar that matches ${options.tags.map((tag) => JSON.stringify(tag)).join(" or ")}`
      : options.long
        ? "a scalar"
        : metricTags.map((tag) => `"${tag}"`).join(" or ");
  const near = options.tags?.map((tag) => didYouMean(tag, seenTags)).join("") ?? "";
  const shown = [...seenTags].sort().slice(0, 20);
  const tags =
    seenTags.size === 0
      ? "They logged nothing that can be read."
      : `Their tags: ${shown.join(", ")}${seenTags.size > 20 ? `, … (${seenTags.size} in all)` : ""}.`;
  return new UserError(
    `No run in ${logDirectory} logged ${wanted}.${near}\n${tags}\n` +
      `Choose some with --tags, such as --tags "*" for all scalars.`,
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
