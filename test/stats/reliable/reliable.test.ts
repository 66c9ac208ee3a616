import assert from "node:assert/strict";
import * as z from "zod";
import { interquartileMean } from "../../../src/stats/groups/centres.js";
import {
  averageScoreProfile,
  performanceProfile,
} from "../../../src/stats/reliable/performanceProfile.js";
import {
  probabilityOfImprovement,
  probabilityOfImprovementInterval,
} from "../../../src/stats/reliable/probabilityOfImprovement.js";
import {
  aggregateScores,
  profileScores,
  sampleEfficiency,
} from "../../../src/stats/reliable/reliable.js";
import {
  resampled,
  stratifiedIndices,
  type StratifiedIndices,
} from "../../../src/stats/reliable/stratifiedBootstrap.js";
import { aggregateOf, type AggregateName } from "../../../src/stats/reliable/aggregates.js";
import { readFixture } from "../../helpers/statsFixture.js";

const numbers = z.array(z.number());
const matrix = z.array(numbers);
const names = ["iqm", "mean", "median", "optimality_gap"] as const;
const keyed = <T extends z.ZodType>(value: T) =>
  z.object({ iqm: value, mean: value, median: value, optimality_gap: value });
const bootstrap = z.object({
  indices: z.array(matrix),
  replicates: keyed(numbers),
  percentile_95: keyed(numbers),
  profile_percentile_95: z.object({ lower: numbers, upper: numbers }),
});
const oracle = z
  .object({
    scores: z.object({ A: matrix, B: matrix }),
    metrics: z.object({ A: keyed(z.number()), B: keyed(z.number()) }),
    optimality_gap_gamma_0_8: z.object({ A: z.number(), B: z.number() }),
    probability_of_improvement: z.object({
      "A>B": z.number(),
      "B>A": z.number(),
      "A>A": z.number(),
    }),
    thresholds: numbers,
    score_profile: z.object({ A: numbers, B: numbers }),
    average_score_profile: z.object({ A: numbers, B: numbers }),
    bootstrap: z.object({ A: bootstrap, B: bootstrap }),
    bootstrap_probability_of_improvement: z.object({
      indices_A: z.array(matrix),
      indices_B: z.array(matrix),
      replicates: numbers,
      percentile_95: numbers,
    }),
    small_cases: z.object({ x: matrix, y: matrix, "P(x>y)": z.number() }),
    iqm_sizes: z.array(z.object({ values: numbers, iqm: z.number() })),
  })
  .parse(JSON.parse(readFixture("rliable.json")));

const ours: Record<(typeof names)[number], AggregateName> = {
  iqm: "iqm",
  mean: "mean",
  median: "median",
  optimality_gap: "optimalityGap",
};

/** The oracle has [run][task], we [task][run]. */
const byTask = <T>(byRun: readonly (readonly T[])[]): T[][] =>
  byRun[0].map((_, task) => byRun.map((run) => run[task]));
const scores = { A: byTask(oracle.scores.A), B: byTask(oracle.scores.B) };
const indicesOf = (all: readonly (readonly (readonly number[])[])[]): StratifiedIndices[] =>
  all.map(byTask);

function assertNear(actual: number, expected: number, what: string): void {
  assert.ok(Math.abs(actual - expected) < 1e-12, `${what}: ${actual}, expected ${expected}`);
}

describe("reliable statistics", () => {
  for (const algorithm of ["A", "B"] as const) {
    const expected = oracle.bootstrap[algorithm];
    const indices = indicesOf(expected.indices);

    it(`has rliable's aggregates and intervals from the same resamples: ${algorithm}`, () => {
      const estimates = aggregateScores(
        scores[algorithm],
        names.map((name) => ours[name]),
        { indices },
      );
      for (const [place, name] of names.entries()) {
        const { estimate, lower, upper, n, tasks, resamples } = estimates[place];
        assertNear(estimate, oracle.metrics[algorithm][name], name);
        assertNear(lower, expected.percentile_95[name][0], `${name}, lower`);
        assertNear(upper, expected.percentile_95[name][1], `${name}, upper`);
        assert.deepEqual([n, tasks, resamples], [50, 5, 200]);
      }
    });

    it(`has rliable's replicates, one by one: ${algorithm}`, () => {
      for (const [b, one] of indices.entries()) {
        for (const name of names) {
          const replicate = aggregateOf(ours[name]).of(resampled(scores[algorithm], one), 1);
          assertNear(replicate, expected.replicates[name][b], `${name}, resample ${b}`);
        }
      }
    });

    it(`has rliable's performance profiles: ${algorithm}`, () => {
      const { thresholds } = oracle;
      const profile = profileScores(scores[algorithm], thresholds, { indices });
      const average = averageScoreProfile(scores[algorithm], thresholds);
      for (const [place, { estimate, lower, upper }] of profile.entries()) {
        const what = `at ${thresholds[place]}`;
        assertNear(estimate, oracle.score_profile[algorithm][place], what);
        assertNear(lower, expected.profile_percentile_95.lower[place], what);
        assertNear(upper, expected.profile_percentile_95.upper[place], what);
        assertNear(average[place], oracle.average_score_profile[algorithm][place], what);
      }
    });

    it(`takes another gamma: ${algorithm}`, () => {
      const [gap] = aggregateScores(scores[algorithm], ["optimalityGap"], { gamma: 0.8, indices });
      assertNear(gap.estimate, oracle.optimality_gap_gamma_0_8[algorithm], "gamma 0.8");
    });
  }

  it("has rliable's probability of improvement and its interval", () => {
    const { "A>B": ab, "B>A": ba, "A>A": aa } = oracle.probability_of_improvement;
    assertNear(probabilityOfImprovement(scores.A, scores.B), ab, "A > B");
    assertNear(probabilityOfImprovement(scores.B, scores.A), ba, "B > A");
    assertNear(probabilityOfImprovement(scores.A, scores.A), aa, "A > A");
    const expected = oracle.bootstrap_probability_of_improvement;
    const { estimate, lower, upper } = probabilityOfImprovementInterval(scores.A, scores.B, {
      first: indicesOf(expected.indices_A),
      second: indicesOf(expected.indices_B),
    });
    assertNear(estimate, ab, "estimate");
    assertNear(lower, expected.percentile_95[0], "lower");
    assertNear(upper, expected.percentile_95[1], "upper");
  });

  it("answers rliable's own small cases", () => {
    const { x, y, "P(x>y)": probability } = oracle.small_cases;
    assertNear(probabilityOfImprovement(byTask(x), byTask(y)), probability, "P(x > y)");
    for (const { values, iqm } of oracle.iqm_sizes)
      assertNear(interquartileMean(values), iqm, "iqm");
  });

  it("is sample efficient with the same runs at every point", () => {
    const { indices, percentile_95 } = oracle.bootstrap.A;
    const halves = scores.A.map((runs) => runs.map((score) => score / 2));
    const curve = sampleEfficiency([halves, scores.A], "iqm", { indices: indicesOf(indices) });
    assertNear(curve[1].lower, percentile_95.iqm[0], "lower");
    assertNear(curve[0].upper, percentile_95.iqm[1] / 2, "upper at the first point");
    assert.throws(() => sampleEfficiency([[[1, 2]], [[1]]]), /different numbers of runs/);
  });

  it("draws within each task, seeded, also for tasks of different sizes", () => {
    const indices = stratifiedIndices([3, 7, 1], { resamples: 200, seed: 5 });
    assert.deepEqual(indices, stratifiedIndices([3, 7, 1], { resamples: 200, seed: 5 }));
    for (const [a, b, c] of indices) {
      assert.deepEqual([a.length, b.length, c.length], [3, 7, 1]);
      assert.ok(a.every((run) => run < 3) && b.every((run) => run < 7) && c[0] === 0);
    }
    assert.equal(new Set(indices.flatMap(([, b]) => b)).size, 7);
  });

  it("refuses scores that would leave the statistic without a word", () => {
    assert.throws(() => aggregateScores([]), /no task/);
    assert.throws(() => aggregateScores([[1], []]), /task 2 has no runs/);
    assert.throws(() => aggregateScores([[1, NaN]]), /task 1, run 2: the score is NaN/);
    assert.throws(() => probabilityOfImprovement([[1]], [[1], [2]]), /same tasks/);
  });

  it("counts scores above a threshold, not at it", () => {
    assert.deepEqual(performanceProfile([[1, 2], [3]], [0, 1, 2, 3]), [1, 2 / 3, 1 / 3, 0]);
  });
});
