import assert from "node:assert/strict";
import { judgeRun } from "../../src/stats/index.js";
import type { RunRows } from "../../src/stats/runRows.js";
import { UserError } from "../../src/util/userError.js";
import { assertClose } from "../helpers/assertClose.js";
import { numberOf, readCsvFixture, readDivisionRuns } from "../helpers/statsFixture.js";

function runOf(interpolation: number[], extrapolation: number[], steps?: number[]): RunRows {
  return {
    name: "a-run",
    step: Float64Array.from(steps ?? interpolation.map((_, row) => row * 100)),
    interpolationError: Float64Array.from(interpolation),
    extrapolationError: Float64Array.from(extrapolation),
    sparsityError: Float64Array.from(interpolation, (_, row) => row / 100),
  };
}

describe("judgeRun", () => {
  for (const [figure, inclusive] of [
    ["sltr-in2", false],
    ["divBy0-easy", true],
  ] as const) {
    it(`equals R's outcomes of ${figure}`, () => {
      const expected = readCsvFixture(`${figure}_seeds_best.csv`);
      const runs = readDivisionRuns().filter((run) => run.figure === figure);
      const outcomes = runs.map(({ rows, threshold }) => judgeRun(rows, { threshold, inclusive }));
      const byName = new Map(outcomes.map((outcome) => [outcome.name, outcome]));
      assert.equal(byName.size, expected.length);
      for (const row of expected) {
        const outcome = byName.get(row.name)!;
        // R prints 15 digits.
        const same = (actual: number | null, column: string) =>
          assertClose(actual, numberOf(row[column]), 1e-13, `${column} of ${row.name}`);
        same(outcome.threshold, "threshold");
        same(outcome.bestRow, "best.model.step");
        same(outcome.interpolationError, "interpolation.last");
        same(outcome.extrapolationError, "extrapolation.last");
        same(outcome.interpolationSolvedAt, "interpolation.step.solved");
        same(outcome.extrapolationSolvedAt, "extrapolation.step.solved");
        same(outcome.sparsityError, "sparse.error.max");
        same(outcome.rows, "size");
        assert.equal(outcome.solved ? "TRUE" : "FALSE", row.solved, row.name);
      }
    });
  }

  it("takes the first of equal smallest errors", () => {
    const outcome = judgeRun(runOf([3, 1, 2, 1], [9, 8, 7, 6]), { threshold: 1 });
    assert.deepEqual([outcome.bestRow, outcome.bestStep, outcome.extrapolationError], [2, 100, 8]);
    assert.equal(outcome.sparsityError, 0.01);
  });

  it("looks for the best row among the last rows only, and counts it from the first", () => {
    const outcome = judgeRun(runOf([0, 5, 4, 6], [1, 2, 3, 4]), { threshold: 1, bestWindow: 3 });
    assert.equal(outcome.bestRow, 3);
    const many = Array.from({ length: 5001 }, (_, row) => row);
    assert.equal(judgeRun(runOf(many, many), { threshold: 1 }).bestRow, 2);
  });

  it("takes the last row when every interpolation error there is NaN", () => {
    const outcome = judgeRun(runOf([NaN, NaN], [0, 0]), { threshold: 1 });
    assert.deepEqual(
      [outcome.bestRow, outcome.interpolationError, outcome.solved],
      [2, null, true],
    );
  });

  it("skips NaN errors and never counts one as solved", () => {
    const outcome = judgeRun(runOf([NaN, 2, 1], [0.1, 0.2, NaN]), { threshold: 1 });
    assert.deepEqual(
      [outcome.bestRow, outcome.extrapolationError, outcome.solved],
      [3, null, false],
    );
    assert.equal(outcome.extrapolationSolvedAt, 0);
    assert.equal(outcome.interpolationSolvedAt, null);
  });

  it("reports the first solved step even when the error rises again", () => {
    const outcome = judgeRun(runOf([3, 2, 1], [9, 0.5, 9]), { threshold: 1 });
    assert.deepEqual([outcome.extrapolationSolvedAt, outcome.solved], [100, false]);
  });

  it("counts an error equal to the threshold only when asked to", () => {
    const run = runOf([2, 1], [1, 1]);
    assert.equal(judgeRun(run, { threshold: 1 }).solved, false);
    assert.equal(judgeRun(run, { threshold: 1 }).extrapolationSolvedAt, null);
    assert.equal(judgeRun(run, { threshold: 1, inclusive: true }).solved, true);
    assert.equal(judgeRun(run, { threshold: 1, inclusive: true }).extrapolationSolvedAt, 0);
  });

  it("knows the log interval", () => {
    const run = runOf([1, 1, 1, 1], [1, 1, 1, 1], [0, 1000, 2000, 2001]);
    assert.equal(judgeRun(run, { threshold: 1 }).logInterval, 1000);
    assert.equal(judgeRun(runOf([1], [1]), { threshold: 1 }).logInterval, null);
  });

  it("refuses a run without rows, uneven columns and nonsensical options", () => {
    const empty = runOf([], []);
    assert.throws(() => judgeRun(empty, { threshold: 1 }), UserError);
    assert.throws(() => judgeRun(empty, { threshold: 1 }), /a-run has no rows/);
    const uneven = { ...runOf([1, 2], [1, 2]), step: Float64Array.of(0) };
    assert.throws(() => judgeRun(uneven, { threshold: 1 }), /different lengths .*1, 2, 2, 2/);
    assert.throws(() => judgeRun(runOf([1], [1]), { threshold: NaN }), RangeError);
    assert.throws(() => judgeRun(runOf([1], [1]), { threshold: 1, bestWindow: 0 }), RangeError);
  });
});
