import { aggregateOf, aggregates, type AggregateName } from "./aggregates.js";
import { averageScoreProfile, performanceProfile } from "./performanceProfile.js";
import { checkScores, type Scores } from "./scores.js";
import {
  resampled,
  stratifiedBootstrap,
  stratifiedIndices,
  withIntervals,
  type BootstrapEstimate,
  type StratifiedIndices,
} from "./stratifiedBootstrap.js";
import type { ResampleOptions } from "../groups/bootstrap.js";

/** How intervals over tasks and runs are found. */
export interface ReliableOptions extends ResampleOptions {
  /** Above 0 and below 1. Default: 0.95. */
  readonly level?: number;
  /** The score from which on a run leaves no optimality gap. Default: 1. */
  readonly gamma?: number;
  /** Resamples that were drawn elsewhere, instead of `resamples` and `seed`. */
  readonly indices?: readonly StratifiedIndices[];
}

/** A number over all tasks and runs, with its interval. */
export interface AggregateEstimate extends BootstrapEstimate {
  readonly name: AggregateName;
  /** Number of scores. */
  readonly n: number;
  readonly tasks: number;
  readonly resamples: number;
}

/**
 * Aggregates with percentile intervals of the stratified bootstrap (Agarwal et al. 2021, *Deep Reinforcement Learning at
 * the Edge of the Statistical Precipice*).
 *
 * @param scores normalised so that tasks can be compared: `[task][run]`
 * @throws RangeError when there is no score, or one is not finite
 */
export function aggregateScores(
  scores: Scores,
  names: readonly AggregateName[] = aggregates.map(({ name }) => name),
  options: ReliableOptions = {},
): AggregateEstimate[] {
  checkScores(scores);
  const { gamma = 1, level } = options;
  const indices = indicesFor(scores, options);
  const chosen = names.map(aggregateOf);
  const statistic = (some: Scores) => chosen.map((aggregate) => aggregate.of(some, gamma));
  const n = scores.reduce((sum, runs) => sum + runs.length, 0);
  return stratifiedBootstrap(scores, statistic, indices, level).map((estimate, index) => ({
    ...estimate,
    name: names[index],
    n,
    tasks: scores.length,
    resamples: indices.length,
  }));
}

/** A performance profile with its pointwise interval at each threshold. */
export function profileScores(
  scores: Scores,
  thresholds: readonly number[],
  options: ReliableOptions & { readonly of?: "runs" | "tasks" } = {},
): BootstrapEstimate[] {
  checkScores(scores);
  const profile = options.of === "tasks" ? averageScoreProfile : performanceProfile;
  return stratifiedBootstrap(
    scores,
    (some) => profile(some, thresholds),
    indicesFor(scores, options),
    options.level,
  );
}

/**
 * Sample efficiency: an aggregate at each of some points of training, with its interval. A resample holds whole runs: the
 * same runs at every point.
 *
 * @param scores `[point][task][run]`, the same runs in the same order at every point
 * @throws RangeError when the points have different runs
 */
export function sampleEfficiency(
  scores: readonly Scores[],
  name: AggregateName = "iqm",
  options: ReliableOptions = {},
): BootstrapEstimate[] {
  if (scores.length === 0) return [];
  scores.forEach(checkScores);
  const shape = String(scores[0].map(({ length }) => length));
  if (scores.some((one) => String(one.map(({ length }) => length)) !== shape)) {
    throw new RangeError("the points of training have different numbers of runs");
  }
  const aggregate = aggregateOf(name);
  const { gamma = 1, level = 0.95 } = options;
  const replicates = indicesFor(scores[0], options).map((one) =>
    scores.map((point) => aggregate.of(resampled(point, one), gamma)),
  );
  return withIntervals(
    scores.map((point) => aggregate.of(point, gamma)),
    replicates,
    level,
  );
}

function indicesFor(scores: Scores, options: ReliableOptions): readonly StratifiedIndices[] {
  return (
    options.indices ??
    stratifiedIndices(
      scores.map(({ length }) => length),
      options,
    )
  );
}
