import type { Lookup } from "../lookups/index.js";
import type { StatisticsMode } from "../../stats/index.js";
import { UserError } from "../../util/userError.js";
import { loadSeries } from "../data/loadSeries.js";
import type { ResolvedData, SeriesSource } from "../resolve/resolvedFigure.js";
import { judgeSeries, noneJudged, type FigureOutcome } from "./judgeSeries.js";
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
  /** Which thresholds the runs were judged by, when they are not the single-layer task's. */
  readonly judgedBy?: string;
}

export interface PartialSeries {
  readonly model: string;
  readonly runs: number;
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
  { lookup, series, statistics, declaredRuns }: ResolvedData,
  options: ComputeOptions,
): Promise<FigureNumbers> {
  if (lookup.series.length === 0) {
    throw new UserError(
      `${lookup.key} shows tables as they stand: it has no runs to judge and summarise.\n` +
        `Its numbers are in ${Object.values(lookup.data)
          .map(({ table }) => table)
          .join(", ")}, relative to ${lookup.origin}.`,
    );
  }
  const outcomes: FigureOutcome[] = [];
  const partial: PartialSeries[] = [];
  const declared = await declaredRuns();
  for (const one of series) {
    const runs = await loadSeries(one, lookup, options.warn);
    const count = declared.get(one.experiment ?? "") ?? 0;
    if (runs.length < count) partial.push({ model: one.label, runs: runs.length, declared: count });
    outcomes.push(...judgeSeries(one, lookup, runs, options.warn));
  }
  if (outcomes.length === 0) throw noneJudged(lookup);
  const judgedBy = new Set(series.flatMap(({ limit }) => limit.description ?? []));
  return {
    lookup,
    sources: series.map(({ source }) => source),
    outcomes,
    summary: summariseFigure(lookup, outcomes, statistics),
    statistics,
    partial,
    ...(judgedBy.size > 0 && { judgedBy: [...judgedBy].join(" and ") }),
  };
}
