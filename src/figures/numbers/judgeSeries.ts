import { placeOf, type Lookup, type ParameterRule } from "../lookups/index.js";
import { judgeRun, type Outcome } from "../../stats/index.js";
import type { RunNameColumns } from "../../experiments/names/nameFormat.js";
import type { RunRows } from "../../stats/runRows.js";
import { UserError } from "../../util/userError.js";
import { runFacts } from "./runFacts.js";
import type { ResolvedSeries } from "../resolve/resolvedFigure.js";

/** The outcome of one run of a figure, and where it stands in the figure. */
export interface FigureOutcome extends Outcome {
  /** Label of its series. */
  readonly model: string;
  readonly operation: string | null;
  /** Where it stands on the x axis, as decoded: `U[1,2]`. */
  readonly parameter: string;
  readonly seed: number | null;
}

/**
 * Judges every run of a series against its threshold. Runs of another operation than the lookup's
 * and runs for which no threshold is known are left out, and `warn` is told how many.
 *
 * @throws {UserError} when a run cannot be placed on the x axis
 */
export function judgeSeries(
  { label, limit }: ResolvedSeries,
  lookup: Lookup,
  runs: readonly RunRows[],
  warn: (message: string) => void,
): FigureOutcome[] {
  const outcomes: FigureOutcome[] = [];
  const leftOut = new Map<string, number>();
  const { inclusive, better } = lookup;
  const facts = runFacts(lookup.names);
  const leaveOut = (reason: string) => leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1);
  for (const run of runs) {
    const decoded = facts(run.name) ?? {};
    const operation = text(decoded["operation"]);
    if (lookup.operation !== undefined && operation !== null && operation !== lookup.operation) {
      leaveOut(`of the operation "${operation}"`);
      continue;
    }
    const range = text(decoded["extrapolation.range"]);
    const threshold = limit.of(operation, range);
    if (threshold === undefined) {
      leaveOut(
        `with no threshold for ${operation ?? "their operation"} on ${range ?? "their range"}`,
      );
      continue;
    }
    outcomes.push({
      ...judgeRun(run, { threshold, inclusive, better }),
      model: label,
      operation,
      parameter: parameterOf(run.name, decoded, lookup),
      seed: typeof decoded["seed"] === "number" ? decoded["seed"] : null,
    });
  }
  for (const [reason, count] of leftOut) {
    warn(`${label}: left out ${count} run${count > 1 ? "s" : ""} ${reason}`);
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

function runsText(runs: readonly FigureOutcome[]): string {
  const names = runs.slice(0, 3).map(({ name }) => name);
  return `${runs.length} ${runs.length === 1 ? "run" : "runs"} (${names.join(", ")}${runs.length > 3 ? ", ..." : ""})`;
}

/** The error for a figure of which no run is left. */
export function noneJudged(lookup: Lookup): UserError {
  return new UserError(
    `${placeOf(lookup, "threshold")}: none of the runs can be judged: each is of another operation or has no threshold.\n` +
      `Give one threshold for all runs in a lookup file ("threshold: 1.0e-5"), or add their ranges to a file of thresholds/.`,
  );
}

function parameterOf(name: string, decoded: RunNameColumns, lookup: Lookup): string {
  const rule: ParameterRule = lookup.parameter;
  if (typeof rule === "string") {
    const label = Object.hasOwn(decoded, rule) ? text(decoded[rule]) : null;
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
  const match = new RegExp(rule.pattern).exec(name);
  if (match?.[1] !== undefined) return match[1];
  throw new UserError(
    `${placeOf(lookup, "parameter.pattern")}: "parameter.pattern": ${rule.pattern} does not match the run name ${JSON.stringify(name)}.`,
  );
}

const text = (value: RunNameColumns[string] | undefined): string | null =>
  value === undefined || value === null ? null : String(value);
