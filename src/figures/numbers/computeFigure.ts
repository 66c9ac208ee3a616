import type { StatisticsMode } from "../../stats/index.js";
import { preloadDatabase } from "../../tables/database/duckdb.js";
import { append, largest, smallest } from "../../util/lists/longLists.js";
import { UserError } from "../../util/userError.js";
import { loadSeries } from "../data/loadSeries.js";
import { isOutcomeTable, readOutcomes } from "../data/outcomeRows.js";
import { atField, type Lookup } from "../lookups/index.js";
import type { DeclaredSize } from "../resolve/declaredExperiments.js";
import type { ResolvedData, ResolvedSeries, SeriesSource } from "../resolve/resolvedFigure.js";
import { decodeRuns } from "./decodedRuns.js";
import {
  type FigureOutcome,
  type JudgedRuns,
  placeJudged,
  placeOutcomes,
  runJudge,
} from "./judgeSeries.js";
import { noneJudged } from "./noneJudged.js";
import { publishedSummary } from "./publishedSummary.js";
import { withReferenceThresholds } from "./referenceThresholds.js";
import { rowsAsInR } from "./rowsAsInR.js";
import { summariseFigure, type SummaryRow } from "./summariseFigure.js";

/** The numbers of a figure, and what they were made from. */
export interface FigureNumbers {
  readonly lookup: Lookup;
  readonly sources: readonly SeriesSource[];
  readonly outcomes: readonly FigureOutcome[];
  readonly summary: readonly SummaryRow[];
  readonly statistics: StatisticsMode;
  /** Series with fewer runs than their experiments declare. */
  readonly partial: readonly PartialSeries[];
  /** Series with retrained runs that ended before their experiments' end. */
  readonly short: readonly ShortSeries[];
  /** Which thresholds the runs were judged by, when they are not the single-layer task's. */
  readonly judgedBy?: string;
}

export interface PartialSeries {
  readonly model: string;
  readonly runs: number;
  readonly declared: number;
  /** Named where a series has several. */
  readonly experiment?: string;
}

export interface ShortSeries {
  readonly model: string;
  /** How many of its runs. */
  readonly runs: number;
  /** The fewest rows that one of them logged, and how many a whole run does. */
  readonly rows: number;
  /** The most, where that is more. */
  readonly most?: number;
  readonly declared: number;
}

export interface ComputeOptions {
  /** Told about everything that was left out or could not be read. */
  readonly warn: (message: string) => void;
}

/**
 * Reads, judges and summarises the runs of a figure.
 *
 * @throws {UserError} when data are missing or cannot be judged
 */
export async function computeFigure(
  data: ResolvedData,
  options: ComputeOptions,
): Promise<FigureNumbers> {
  const { lookup, statistics, origins } = data;
  if (lookup.series.length === 0) {
    throw new UserError(
      `${lookup.key} shows tables as they stand: it has no runs to judge and summarise.\n` +
        `Its numbers are in ${Object.values(lookup.data)
          .map(({ table }) => table)
          .join(", ")}, relative to ${lookup.origin}.`,
    );
  }
  // Its library loads in another thread while the experiments are read here.
  if (data.series.some(({ source }) => source.kind === "table")) preloadDatabase();
  const published = origins?.includes("published") ? await publishedOutcomes(data, options) : [];
  const declared = await data.declaredRuns();
  const series = await withReferenceThresholds(
    { ...data, rowsOf: (experiment) => declared.get(experiment)?.rows ?? 0 },
    options.warn,
  );
  const { outcomes, partial, short } = await judgedSeries({ ...data, series }, declared, options);
  const own =
    origins === undefined
      ? outcomes
      : outcomes.map((one) => ({ ...one, data: "retrained" as const }));
  const numbers =
    origins?.includes("published") && data.outcomes === undefined ? publishedSummary(lookup) : [];
  const all = [...published, ...own];
  if (all.length + numbers.length === 0) throw noneJudged(lookup);
  const judgedBy = new Set(series.flatMap(({ limit }) => limit.description ?? []));
  return {
    lookup,
    sources: series.map(({ source }) => source),
    outcomes: all,
    summary: [...numbers, ...summariseFigure(lookup, all, statistics)],
    statistics,
    partial,
    short,
    ...(judgedBy.size > 0 && { judgedBy: [...judgedBy].join(" and ") }),
  };
}

async function judgedSeries(
  { lookup, series, statistics, notRetrained }: ResolvedData,
  declared: ReadonlyMap<string, DeclaredSize>,
  { warn }: ComputeOptions,
): Promise<Pick<FigureNumbers, "outcomes" | "partial" | "short">> {
  const outcomes: FigureOutcome[] = [];
  const partial: PartialSeries[] = [];
  const short: ShortSeries[] = [];
  const tables: JudgeContext["tables"] = new Map();
  for (const one of series) {
    const own = await outcomesOf(one, { lookup, statistics, series, tables, warn });
    const { label: model, experiment } = one;
    const { runs: count, rows } = declared.get(experiment ?? "") ?? { runs: 0, rows: 0 };
    const isOneOfSeveral = series.filter(({ label }) => label === model).length > 1;
    if (own.runs < count) {
      const name = isOneOfSeveral && experiment !== undefined ? { experiment } : {};
      partial.push({ model, runs: own.runs, declared: count, ...name });
    }
    append(short, shortOf(model, own.outcomes, rows));
    append(outcomes, own.outcomes);
  }
  for (const one of short) {
    const { model, runs } = one;
    warn(
      `${model}: ${runs} ${runs === 1 ? "run" : "runs"} not trained to the end: ${shortRows(one)}`,
    );
  }
  if (series.length > 0 && notRetrained.length > 0) {
    const names = notRetrained.map(({ label, experiment }) => experiment ?? label);
    warn(`not retrained: ${names.join(", ")}`);
  }
  return { outcomes, partial, short };
}

/** How much of their runs there is: `401 to 2401 of 5001 rows`. */
export function shortRows({ rows, most, declared }: ShortSeries): string {
  return `${most === undefined ? rows : `${rows} to ${most}`} of ${declared} rows`;
}

/** What there is to say of runs with fewer rows than a whole one logs. */
function shortOf(
  model: string,
  outcomes: readonly FigureOutcome[],
  declared: number,
): ShortSeries[] {
  const short = outcomes.filter(({ rows }) => rows > 0 && rows < declared);
  const runs = new Set(short.map(({ name }) => name)).size;
  const lengths = short.map(({ rows }) => rows);
  const [rows, most] = [smallest(lengths), largest(lengths)];
  return runs === 0 ? [] : [{ model, runs, rows, ...(most > rows && { most }), declared }];
}

interface JudgeContext extends ComputeOptions {
  readonly lookup: Lookup;
  readonly statistics: StatisticsMode;
  /** All series of the figure: those that share a table are judged when it is read. */
  readonly series: readonly ResolvedSeries[];
  /** Tables that were read for another series. */
  readonly tables: Map<string, Promise<JudgedRuns>>;
}

async function outcomesOf(
  series: ResolvedSeries,
  { lookup, statistics, series: all, tables, warn }: JudgeContext,
): Promise<{ outcomes: FigureOutcome[]; runs: number }> {
  const { source } = series;
  if (source.kind === "table" && (await isOutcomeTable(source.path))) {
    const rows = decodeRuns(await readOutcomes(source.path), lookup, [series]);
    return { outcomes: placeOutcomes(series, lookup, rows, warn), runs: rows.length };
  }
  const read = async (sharing: readonly ResolvedSeries[]): Promise<JudgedRuns> => {
    const judge = runJudge(sharing, lookup);
    if (source.kind === "runs" || lookup.tableRows !== "r") {
      return { series: sharing, runs: await loadSeries(series, lookup, warn, judge) };
    }
    const runs = await loadSeries(series, lookup, warn, (rows) => rows);
    return { series: sharing, runs: rowsAsInR(series, lookup, runs, statistics).map(judge) };
  };
  const judged = await (source.kind === "runs" ? read([series]) : readOnce());
  return { outcomes: placeJudged(series, lookup, judged, warn), runs: runsIn(judged) };

  function readOnce(): Promise<JudgedRuns> {
    const name = sharedName(series);
    const reading = tables.get(name) ?? read(all.filter((one) => sharedName(one) === name));
    tables.set(name, reading);
    return reading;
  }
}

/** A run may have several outcomes: one for each of its extrapolation errors. */
const runsIn = ({ runs }: JudgedRuns): number => new Set(runs.map(({ run }) => run.name)).size;

/** The same for series whose table is read once. */
const sharedName = ({ source, take, limit }: ResolvedSeries): string =>
  JSON.stringify([source.path, take ?? null, limit.by]);

async function publishedOutcomes(
  { lookup, outcomes: path }: ResolvedData,
  { warn }: ComputeOptions,
): Promise<FigureOutcome[]> {
  if (path === undefined) return [];
  const read = await atField(lookup, "publishedOutcomes", () => readOutcomes(path));
  const rows = decodeRuns(read, lookup, lookup.series);
  return lookup.series.flatMap((one) => {
    try {
      const own = placeOutcomes(one, lookup, rows, warn);
      return own.map((outcome) => ({ ...outcome, data: "published" as const }));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      warn(`${one.label}: no published outcome: ${error.message.split("\n")[0]}`);
      return [];
    }
  });
}
