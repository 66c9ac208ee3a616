import { interquartileMean } from "../groups/centres.js";
import { meanOf, medianOf } from "../functions/moments.js";
import type { Scores } from "./scores.js";

/** A number for an algorithm over all tasks and runs (Agarwal et al. 2021, section 4.3). */
export interface Aggregate {
  /** As in a lookup. */
  readonly name: AggregateName;
  /** As in a caption. */
  readonly title: string;
  /** One line of help. */
  readonly help: string;
  readonly better: "larger" | "smaller";
  /** @param gamma the score from which on a run leaves no gap; only for the optimality gap */
  readonly of: (scores: Scores, gamma: number) => number;
}

export type AggregateName = "median" | "iqm" | "mean" | "optimalityGap";

/** Every aggregate, in the order of the paper's figures. */
export const aggregates: readonly Aggregate[] = [
  {
    name: "median",
    title: "median",
    help: "median over the tasks of the mean over a task's runs",
    better: "larger",
    of: (scores) => medianOf(scores.map(meanOf)),
  },
  {
    name: "iqm",
    title: "interquartile mean",
    help: "mean of the middle half of all scores of all tasks",
    better: "larger",
    of: (scores) => interquartileMean(scores.flat()),
  },
  {
    name: "mean",
    title: "mean",
    help: "mean over the tasks of the mean over a task's runs",
    better: "larger",
    of: (scores) => meanOf(scores.map(meanOf)),
  },
  {
    name: "optimalityGap",
    title: "optimality gap",
    help: "how far all scores fall short of gamma on average; more than gamma counts as gamma",
    better: "smaller",
    of: (scores, gamma) => gamma - meanOf(scores.flat().map((score) => Math.min(score, gamma))),
  },
];

/** The aggregate with a name. */
export function aggregateOf(name: AggregateName): Aggregate {
  const found = aggregates.find((aggregate) => aggregate.name === name);
  if (found === undefined) throw new RangeError(`there is no aggregate "${String(name)}"`);
  return found;
}
