import type { RunNameColumns } from "../../experiments/names/nameFormat.js";
import type { Facts } from "../../facts/fact.js";
import { meets } from "../../facts/where.js";
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
import { runFacts } from "./runFacts.js";

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
  { inclusive, better, bestRows: bestWindow }: Lookup,
): Outcome | string {
  const place = text(own(decoded, limit.by));
  const threshold = limit.of(operation, place);
  if (threshold === undefined && limit.reference) return "where reference runs give no threshold";
  return threshold === undefined
    ? `with no threshold for ${operation ?? "their operation"} on ${place ?? "their range"}`
    : judgeRun(run, { threshold, inclusive, better, bestWindow });
}

/** What is left of the rows of a run: by series its outcome, why it has none, or why it cannot be judged. */
export interface JudgedRun {
  readonly name: string;
  readonly at?: RunRows["at"];
  readonly outcomes: ReadonlyMap<ResolvedSeries, Outcome | string | UserError>;
}

/**
 * Judges a run for some series that share a table, so that its rows need not be held. Only of runs that a
 * figure shows is an error one.
 */
export function runJudge(
  all: readonly ResolvedSeries[],
  lookup: Lookup,
): (run: RunRows) => JudgedRun {
  const facts = runFacts(lookup.names);
  return (run) => {
    const { name, at } = run;
    const decoded = { ...facts(name), ...at };
    const operation = text(decoded["operation"]);
    const outcomes = new Map<ResolvedSeries, Outcome | string | UserError>();
    for (const series of all) {
      try {
        outcomes.set(series, outcomeOf(run, operation, decoded, series.limit, lookup));
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        outcomes.set(series, error);
      }
    }
    return { name, ...(at && { at }), outcomes };
  };
}

/**
 * Places runs of a series that were judged one by one; `warn` is told how many are left out, and why.
 *
 * @throws {UserError} when one of them cannot be judged or placed on the x axis
 */
export function placeJudged(
  series: ResolvedSeries,
  lookup: Lookup,
  runs: readonly DecodedRun<JudgedRun>[],
  warn: (message: string) => void,
): FigureOutcome[] {
  return placeRuns(series, lookup, runs, warn, ({ outcomes }) => {
    const outcome = outcomes.get(series)!;
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
  const isSeries = seriesFilter(series, runs, lookup);
  for (const { run, decoded, facts } of runs) {
    if (!isSeries(facts)) continue;
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
    const parameter = parameterOf(run.name, decoded, lookup);
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

/** Which runs of a table are a series', by what their names say. */
function seriesFilter(
  { label, where }: Pick<ResolvedSeries, "label" | "where">,
  runs: readonly { readonly facts: Facts }[],
  lookup: Lookup,
): (facts: Facts) => boolean {
  if (where === undefined) return () => true;
  const known = runs.map(({ facts }) => facts);
  const field = fieldOfSeries(lookup, label, "where");
  return meets(where, known, (name) => placeOf(lookup, `${field}.${name}`));
}

interface NamedRun {
  readonly name: string;
  readonly at?: RunRows["at"];
}

/** A run with what its name says. */
export interface DecodedRun<R extends NamedRun> {
  readonly run: R;
  readonly decoded: RunNameColumns;
  /** The same without what is empty. */
  readonly facts: Facts;
}

/** Decodes the names of runs by a lookup's rule: once for all series of a table. */
export function decodeRuns<R extends NamedRun>(
  runs: readonly R[],
  { names }: Pick<Lookup, "names">,
): DecodedRun<R>[] {
  const factsOf = runFacts(names);
  return runs.map((run) => {
    const decoded: RunNameColumns = { ...factsOf(run.name), ...run.at };
    const known = Object.entries(decoded).flatMap(([name, value]) =>
      value === null ? [] : [[name, value] as const],
    );
    return { run, decoded, facts: Object.fromEntries(known) };
  });
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

function parameterOf(name: string, decoded: RunNameColumns, lookup: Lookup): string {
  const rule: ParameterRule = lookup.parameter;
  if (typeof rule === "string") {
    const label = Object.hasOwn(decoded, rule) ? text(own(decoded, rule)) : null;
    if (label !== null) return label;
    const columns = Object.keys(decoded);
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

/** What a name says in one place, as text. */
export const text = (value: RunNameColumns[string] | undefined): string | null =>
  value === undefined || value === null ? null : String(value);
