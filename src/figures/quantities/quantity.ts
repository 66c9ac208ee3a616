import type { Estimate, Outcome, PublishedFits, StatisticsMode } from "../../stats/index.js";

/** The part of an outcome that quantities are made of. */
export type QuantityOutcome = Pick<Outcome, "solved" | "extrapolationSolvedAt" | "sparsityError"> &
  Partial<Pick<Outcome, "logInterval" | "missing">>;

/** Whether a run lacks what it is judged by: it is neither solved nor unsolved. */
export const isJudged = ({ missing = null }: Pick<QuantityOutcome, "missing">): boolean =>
  missing === null;

export interface EstimateOptions {
  /**
   * Steps between two logged rows, which a run solved at step 0 counts half of; default: the smallest
   * one of the outcomes.
   */
  readonly logInterval?: number;
  /** How mode `published` follows R; default: by rules. */
  readonly fits?: PublishedFits;
}

/** A number of a group of runs, with its estimate: what a panel of a figure or a column of a table shows. */
export interface Quantity {
  /** What specs, tables and lookups call it. */
  readonly key: string;
  /** Heading of its column in tables for people. */
  readonly title: string;
  /** What it is, in half a sentence. */
  readonly about: string;
  readonly better: "smaller" | "larger";
  /** Whether it means something over all runs of a model, wherever they stand on the x axis. */
  readonly isOverall: boolean;
  readonly estimate: (
    outcomes: readonly QuantityOutcome[],
    mode: StatisticsMode,
    options?: EstimateOptions,
  ) => Estimate;
  /** As a table for people shows one of its values. */
  readonly format: (value: number) => string;
}
