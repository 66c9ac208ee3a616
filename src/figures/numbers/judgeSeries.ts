import type { RunNameColumns } from "../../experiments/names/nameFormat.js";
import { judgeRun, type Outcome } from "../../stats/index.js";
import type { RunRows } from "../../stats/runRows.js";
import { own } from "../../util/own.js";
import { SlowPattern, timedPattern } from "../../util/timedPattern.js";
import { UserError } from "../../util/userError.js";
import {
  type DataOrigin,
  fieldOfSeries,
  type Lookup,
  type ParameterRule,
  placeOf,
} from "../lookups/index.js";
import type { ResolvedSeries } from "../resolve/resolvedFigure.js";
import { type DecodedRun, type NamedRun, runDecoder, runsWhere, text } from "./decodedRuns.js";

/** The outcome of one run of a figure, and where it stands in the figure. */
export interface FigureOutcome extends Outcome {
  /** Label of its series. */
  readonly model: string;
  readonly operation: string | null;
  /** Where it stands on the x axis, as decoded: `U[1,2]`. */
  readonly parameter: string;
  readonly seed: number | null;
  /** Whose run it is, in a figure of a paper's data. */
  readonly data?: DataOrigin;
}

/**
 * Judges every run of a series against its threshold. Runs of another operation than the lookup's
 * and runs for which no threshold is known are left out, and `warn` is told how many.
 *
 * @throws {UserError} when a run cannot be placed on the x axis
 */
export function judgeSeries(
  series: Pick<ResolvedSeries, "label" | "where" | "limit">,
  lookup: Lookup,
  runs: readonly DecodedRun<RunRows>[],
  warn: (message: string) => void,
): FigureOutcome[] {
  return placeRuns(series, lookup, runs, warn, (run, operation, decoded) =>
    outcomeOf(run, operation, decoded, series.limit, lookup),
  );
}

/** The outcome of a run, or why it has none. */
function outcomeOf(
  run: RunRows,
  operation: string | null,
  decoded: RunNameColumns,
  limit: ResolvedSeries["limit"],
  lookup: Lookup,
): Outcome | string {
  const threshold = thresholdOf(limit, operation, decoded);
  return typeof threshold === "string" ? threshold : judged(run, threshold, lookup);
}

/** What a run is judged by, or why there is nothing. */
function thresholdOf(
  limit: ResolvedSeries["limit"],
  operation: string | null,
  decoded: RunNameColumns,
): number | string {
  const place = text(own(decoded, limit.by));
  const threshold = limit.of(operation, place);
  if (threshold === undefined && limit.reference) return "where reference runs give no threshold";
  return (
    threshold ??
    `with no threshold for ${operation ?? "their operation"} on ${place ?? "their range"}`
  );
}

const judged = (run: RunRows, threshold: number, { inclusive, better, bestRows }: Lookup) =>
  judgeRun(run, { threshold, inclusive, better, bestWindow: bestRows });

/** What is left of the rows of a run: by series its outcome, why it has none, or why it cannot be judged. */
export interface JudgedRun extends NamedRun {
  readonly outcomes: readonly (Outcome | string | UserError)[];
}

/** Runs of a table that some series share. */
export interface JudgedRuns {
  /** In the order of the runs' outcomes. */
  readonly series: readonly ResolvedSeries[];
  readonly runs: readonly DecodedRun<JudgedRun>[];
}

/**
 * Judges a run for some series that share a table, so that its rows need not be held. Only of runs that a
 * figure shows is an error one.
 */
export function runJudge(
  series: readonly ResolvedSeries[],
  lookup: Lookup,
): (run: RunRows) => DecodedRun<JudgedRun> {
  const decode = runDecoder(lookup, series);
  return (rows) => {
    const { name, at } = rows;
    const { decoded, form } = decode(rows);
    const operation = text(decoded["operation"]);
    // Most series have one threshold: a run is judged, and its outcome held, once.
    const byThreshold = new Map<number, Outcome | UserError>();
    const outcomes = series.map(({ limit }) => {
      const threshold = thresholdOf(limit, operation, decoded);
      if (typeof threshold === "string") return threshold;
      const outcome = byThreshold.get(threshold) ?? judgedOrError(rows, threshold, lookup);
      byThreshold.set(threshold, outcome);
      return outcome;
    });
    return { run: { name, ...(at && { at }), outcomes }, decoded, form };
  };
}

function judgedOrError(rows: RunRows, threshold: number, lookup: Lookup): Outcome | UserError {
  try {
    return judged(rows, threshold, lookup);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error;
  }
}

/**
 * Places runs of a series that were judged one by one; `warn` is told how many are left out, and why.
 *
 * @throws {UserError} when one of them cannot be judged or placed on the x axis
 */
export function placeJudged(
  series: ResolvedSeries,
  lookup: Lookup,
  { series: all, runs }: JudgedRuns,
  warn: (message: string) => void,
): FigureOutcome[] {
  const index = all.indexOf(series);
  return placeRuns(series, lookup, runs, warn, ({ outcomes }) => {
    const outcome = outcomes[index];
    if (outcome instanceof UserError) throw outcome;
    return outcome;
  });
}

/**
 * Takes the runs of a series out of a table of runs that were judged before: where they stand in the figure.
 * Runs of another operation than the lookup's are left out, and `warn` is told how many.
 *
 * @throws {UserError} when a run cannot be placed on the x axis
 */
export function placeOutcomes(
  series: Pick<ResolvedSeries, "label" | "where">,
  lookup: Lookup,
  outcomes: readonly DecodedRun<Outcome>[],
  warn: (message: string) => void,
): FigureOutcome[] {
  return placeRuns(series, lookup, outcomes, warn, (outcome) => outcome);
}

/** @param outcomeOf the outcome of a run, or why it has none, which is said with the count of such runs */
function placeRuns<R extends NamedRun>(
  series: Pick<ResolvedSeries, "label" | "where">,
  lookup: Lookup,
  runs: readonly DecodedRun<R>[],
  warn: (message: string) => void,
  outcomeOf: (run: R, operation: string | null, decoded: RunNameColumns) => Outcome | string,
): FigureOutcome[] {
  const { label } = series;
  const outcomes: FigureOutcome[] = [];
  const leftOut = new Map<string, Set<string>>();
  const field = fieldOfSeries(lookup, label, "where");
  const isSeries = runsWhere(series.where, runs, (name) => placeOf(lookup, `${field}.${name}`));
  for (const decodedRun of runs) {
    if (!isSeries(decodedRun)) continue;
    const { run, decoded } = decodedRun;
    const leaveOut = (reason: string) =>
      leftOut.set(reason, (leftOut.get(reason) ?? new Set()).add(run.name));
    const operation = text(decoded["operation"]);
    if (lookup.operation !== undefined && operation !== null && operation !== lookup.operation) {
      leaveOut(`of the operation "${operation}"`);
      continue;
    }
    const outcome = outcomeOf(run, operation, decoded);
    if (typeof outcome === "string") {
      leaveOut(outcome);
      continue;
    }
    const parameter = parameterOf(decodedRun, lookup);
    outcomes.push({
      ...outcome,
      model: label,
      operation,
      parameter: own(lookup.labels, parameter) ?? parameter,
      seed: typeof decoded["seed"] === "number" ? decoded["seed"] : null,
    });
  }
  for (const [reason, { size }] of leftOut) {
    warn(`${label}: left out ${size} run${size > 1 ? "s" : ""} ${reason}`);
  }
  for (const sentence of gapsOf(outcomes, lookup)) warn(`${label}: ${sentence}`);
  return outcomes;
}

/** What is to be said about metrics that were not logged where the runs are judged. */
function gapsOf(outcomes: readonly FigureOutcome[], { columns }: Lookup): string[] {
  const { interpolation, extrapolation } = columns;
  const notJudged = (metric: FigureOutcome["missing"], reason: string): string[] => {
    const runs = outcomes.filter(({ missing }) => missing === metric);
    return runs.length === 0 ? [] : [`not judged: ${runsText(runs)}: ${reason}`];
  };
  const earlier = outcomes.filter(
    ({ bestStep, extrapolationStep }) =>
      extrapolationStep !== null && extrapolationStep !== bestStep,
  );
  return [
    ...notJudged(
      "interpolation",
      `no ${interpolation} was logged, which says which row is the best`,
    ),
    ...notJudged("extrapolation", `no ${extrapolation} was logged until the best row`),
    ...(earlier.length === 0
      ? []
      : [
          `${extrapolation} was not logged at the best row of ${runsText(earlier)}: ` +
            `the last value before it counts`,
        ]),
  ];
}

function runsText(outcomes: readonly FigureOutcome[]): string {
  const runs = [...new Set(outcomes.map(({ name }) => name))];
  const names = runs.slice(0, 3);
  return `${runs.length} ${runs.length === 1 ? "run" : "runs"} (${names.join(", ")}${runs.length > 3 ? ", ..." : ""})`;
}

function parameterOf(
  { run: { name }, decoded, form: { columns } }: DecodedRun<NamedRun>,
  lookup: Lookup,
): string {
  const rule: ParameterRule = lookup.parameter;
  if (typeof rule === "string") {
    const label = Object.hasOwn(decoded, rule) ? text(own(decoded, rule)) : null;
    if (label !== null) return label;
    throw new UserError(
      `${placeOf(lookup, "parameter")}: "parameter": the run name ${JSON.stringify(name)} has no "${rule}".\n` +
        (columns.length > 0
          ? `It has: ${columns.join(", ")}.`
          : `It is not of the form ${lookup.names}: say what names are like (names: "{model}_lr-{lr}"), or give a ` +
            `regular expression with one group, such as "parameter: {pattern: 'lr-([^_]+)'}".`),
    );
  }
  const match = found(rule.pattern, name, lookup);
  if (match?.[1] !== undefined) return match[1];
  throw new UserError(
    `${placeOf(lookup, "parameter.pattern")}: "parameter.pattern": ${rule.pattern} does not match the run name ${JSON.stringify(name)}.`,
  );
}

function found(pattern: string, name: string, lookup: Lookup): RegExpExecArray | null {
  try {
    return timedPattern(new RegExp(pattern))(name);
  } catch (error) {
    if (!(error instanceof SlowPattern)) throw error;
    const place = placeOf(lookup, "parameter.pattern");
    throw new SlowPattern(`${place}: "parameter.pattern": ${error.message}`, 1, { cause: error });
  }
}
