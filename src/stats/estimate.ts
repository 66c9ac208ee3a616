/** How the mean and the interval of an estimate were found. */
export type EstimateMethod =
  | "wilson"
  | "gamma likelihood as in R"
  | "gamma profile likelihood"
  | "beta profile likelihood, not doubled"
  | "beta profile likelihood"
  | "t interval"
  | "equal values"
  | "mean only"
  | "as published"
  | "none";

/** A mean with its 95 % interval. What cannot be said is null; no number here is ever NaN or infinite. */
export interface Estimate {
  readonly mean: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Largest value; only for the step at which runs were solved. */
  readonly max: number | null;
  /** Middle value; only for the step at which runs were solved. */
  readonly median: number | null;
  readonly method: EstimateMethod;
  /** How many values were used. */
  readonly n: number;
  /** How many values were missing and therefore left out. */
  readonly leftOut: number;
  /** Sentences a reader should see beside the number. */
  readonly notes: readonly string[];
}

/** The numbers of an estimate, before counts and notes are added. */
export type Interval = Pick<Estimate, "mean" | "lower" | "upper" | "method">;

/** An interval of which nothing is known. */
export const noInterval: Interval = { mean: null, lower: null, upper: null, method: "none" };

/** `value`, or null where it is NaN or infinite. */
export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** The sentence that counts solved runs left out for want of a value; none when there were none. */
export function leftOutNotes(leftOut: number, missing: string): string[] {
  if (leftOut === 0) return [];
  return [`solved runs left out because their ${missing} is missing: ${leftOut}`];
}
