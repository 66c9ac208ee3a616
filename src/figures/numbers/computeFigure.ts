import type { Lookup } from "../lookups/index.js";
import type { StatisticsMode } from "../../stats/index.js";
import { UserError } from "../../util/userError.js";
import { describeThresholds } from "./describeThresholds.js";
import type { Folders } from "../folders.js";
import { judgeLookup, type FigureOutcome } from "./judgeLookup.js";
import { loadLookup } from "../data/loadLookup.js";
import type { SeriesSource } from "../data/locateSeries.js";
import { summariseFigure, type SummaryRow } from "./summariseFigure.js";

/** The numbers of a figure, and what they were made from. */
export interface FigureNumbers {
  readonly lookup: Lookup;
  readonly sources: readonly SeriesSource[];
  readonly outcomes: readonly FigureOutcome[];
  readonly summary: readonly SummaryRow[];
  /** Which thresholds the runs were judged by, when they are not the single-layer task's. */
  readonly judgedBy?: string;
}

export interface ComputeOptions {
  /** Overrides what the lookup says. */
  readonly statistics?: StatisticsMode;
  /** Told about everything that was left out or could not be read. */
  readonly warn: (message: string) => void;
}

/**
 * Reads, judges and summarises the runs of a figure.
 *
 * @throws {UserError} when data are missing or cannot be judged
 */
export async function computeFigure(
  lookup: Lookup,
  folders: Folders,
  options: ComputeOptions,
): Promise<FigureNumbers> {
  if (lookup.series.length === 0) {
    throw new UserError(
      `${lookup.key} shows tables as they stand: it has no runs to judge and summarise.\n` +
        `Its numbers are in ${Object.values(lookup.data)
          .map(({ table }) => table)
          .join(", ")}, relative to ${lookup.file}.`,
    );
  }
  const { sources, runs } = await loadLookup(lookup, folders, options.warn);
  const outcomes = await judgeLookup(lookup, runs, folders, options.warn);
  const statistics = options.statistics ?? lookup.statistics;
  const summary = summariseFigure(lookup, outcomes, statistics);
  return {
    lookup,
    sources,
    outcomes,
    summary,
    judgedBy: await describeThresholds(lookup, folders),
  };
}
