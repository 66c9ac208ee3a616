import { type Facts, factText, valuesOf } from "../../../facts/fact.js";
import { groupRuns } from "../../../facts/groupRuns.js";
import type { Scores } from "../../../stats/index.js";
import { own } from "../../../util/own.js";
import { UserError } from "../../../util/userError.js";
import { seriesLabel } from "../factLabel.js";
import { labelOf } from "../labels.js";
import type { QuantityValues } from "../readQuantities.js";
import type { ResolvedLogs } from "../resolvedLogs.js";
import type { Normalise } from "./normalise.js";

/** The scores of one series: per task, one number per run. */
export interface SeriesScores {
  readonly series: string;
  readonly seriesOrder: number;
  readonly facts: Facts;
  /** `[task][run]`; empty where something has no number that stands for all runs. */
  readonly scores: Scores;
  /** Names of the runs behind the scores: `[task][run]`. */
  readonly runs: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

/** Scores of all series on the tasks that all of them have. */
export interface TaskScores {
  readonly tasks: readonly string[];
  readonly series: readonly SeriesScores[];
  /** A row for each run and task. */
  readonly rows: readonly ScoreRow[];
}

export interface ScoreRow {
  readonly series: string;
  readonly task: string;
  readonly run: string;
  /** Undefined when the run has none. */
  readonly value: number | undefined;
  /** Normalised. */
  readonly score: number | undefined;
  readonly note: string;
}

/** What a run is a run of. */
export const taskOf = ({ tasks = [], rule }: ResolvedLogs, facts: Facts): string =>
  tasks.map((name) => labelOf(rule, own(facts, name))).join(", ");

/** The tasks of some logs, in their order. */
export function tasksOf(logs: ResolvedLogs): string[] {
  const { tasks = [], runs, rule } = logs;
  return groupRuns(runs, tasks, rule.order).map(({ facts }) => taskOf(logs, facts));
}

/**
 * Puts the values of runs into a matrix per series, task by task. A task that a series has no run of is left out for
 * all of them, so that the series stay comparable; that, and what else is missing, is said.
 *
 * @throws {UserError} when no task is left
 */
export function taskScores(
  quantity: QuantityValues,
  logs: ResolvedLogs,
  normalise: Normalise,
  { origin, warn }: { readonly origin: string; readonly warn: (message: string) => void },
): TaskScores {
  const { rule, by, runs } = logs;
  const groups = groupRuns(runs, by, rule.order);
  const leaveOut = rule.statistic.notFinite === "leaveOut";
  const rows: (ScoreRow & { readonly place: string })[] = [];
  for (const { run, facts, value, note = "", isOut } of quantity.values) {
    if (isOut === true) continue;
    const task = taskOf(logs, facts);
    const score = value === undefined ? undefined : normalise(value, task);
    const place = placeOf(by, facts);
    rows.push({
      series: seriesLabel(by, facts, rule.labels),
      task,
      run,
      value,
      score,
      note,
      place,
    });
  }
  const all = tasksOf(logs);
  const cell = (place: string, task: string) =>
    rows.filter(
      (row) =>
        row.place === place &&
        row.task === task &&
        row.score !== undefined &&
        !(leaveOut && !Number.isFinite(row.score)),
    );
  const tasks = all.filter((task) => {
    const without = groups.filter(({ facts }) => cell(placeOf(by, facts), task).length === 0);
    if (without.length === 0) return true;
    const names = without.map(({ facts }) => seriesLabel(by, facts, rule.labels)).join(", ");
    warn(
      `${task} is left out for all series: ${names} ${without.length === 1 ? "has" : "have"} no run of it`,
    );
    return false;
  });
  if (tasks.length === 0) {
    throw new UserError(
      `${origin}: no task has runs of every series, and over different tasks they cannot be compared.\n` +
        `Tasks: ${all.join(", ")}. Choose series with "where", or say with "reliable: { tasks: ... }" what a task is.`,
    );
  }
  const usual = mostCommon(
    groups.flatMap(({ facts }) => tasks.map((task) => cell(placeOf(by, facts), task).length)),
  );
  const series = groups.map(({ facts }, seriesOrder): SeriesScores => {
    const name = seriesLabel(by, facts, rule.labels);
    const cells = tasks.map((task) => cell(placeOf(by, facts), task));
    const notes = cells.flatMap((one, index) =>
      one.length === usual ? [] : [`${one.length} runs of ${tasks[index]}, elsewhere ${usual}`],
    );
    const bad = cells.flat().filter(({ score }) => !Number.isFinite(score));
    if (bad.length > 0) {
      notes.push(
        `not finite in ${bad.length} runs (${bad.map(({ run }) => run).join(", ")}): no number stands for all of them ` +
          `(statistic: { notFinite: leaveOut } goes on with the others)`,
      );
    }
    for (const note of notes) warn(`${name}: ${note}`);
    return {
      ...{ series: name, seriesOrder, facts, notes },
      scores: bad.length > 0 ? [] : cells.map((one) => one.flatMap(({ score }) => score ?? [])),
      runs: cells.map((one) => one.map(({ run }) => run)),
    };
  });
  return { tasks, series, rows };
}

const placeOf = (by: readonly string[], facts: Facts): string =>
  JSON.stringify(by.map((name) => factText(own(facts, name))));

function mostCommon(values: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/** Facts that are called like a task. */
const taskWords = ["task", "env", "environment", "game", "benchmark", "dataset"];

/**
 * The facts that tell tasks apart: what a lookup says, else one that is called like a task.
 *
 * @throws {UserError} when there is none
 */
export function taskFacts(
  given: string | readonly string[] | undefined,
  known: readonly string[],
  runs: readonly Facts[],
  origin: string,
): readonly string[] {
  if (given !== undefined) return typeof given === "string" ? [given] : given;
  const found = taskWords.find((word) => known.includes(word) && valuesOf(runs, word).length > 1);
  if (found !== undefined) return [found];
  throw new UserError(
    `${origin}: "reliable": nothing says what a task is: no fact is called ${taskWords.join(", ")}.\n` +
      `The runs have: ${known.join(", ") || "no facts"}. Write, for example: reliable: { tasks: ${known[0] ?? "env"} }`,
  );
}
