import assert from "node:assert/strict";
import { groupCurve, type GroupCurveOptions } from "../../../src/figures/logs/groupCurve.js";

const options: GroupCurveOptions = {
  align: "auto",
  smooth: 0,
  resolution: 300,
  centre: "mean",
  interval: "range",
};

const run = (name: string, x: readonly number[], y: readonly number[]) => ({
  run: name,
  curve: { x: Float64Array.from(x), y: Float64Array.from(y) },
});

const steps = (count: number, distance = 1) =>
  Array.from({ length: count }, (_, i) => i * distance);

describe("groupCurve", () => {
  it("breaks the line where a run ends early, and says which", () => {
    const group = [
      run("a", steps(10), steps(10).fill(1)),
      run("b", steps(10), steps(10).fill(2)),
      run("c", steps(5), steps(5).fill(6)),
    ];
    const { points, ends, rule } = groupCurve(group, options);
    assert.equal(rule, "exact");
    assert.deepEqual(
      points.map(({ centre, n, segment }) => [centre, n, segment]),
      [...steps(5).map(() => [3, 3, 0]), ...steps(5).map(() => [1.5, 2, 1])],
    );
    assert.deepEqual(ends, [{ run: "c", x: 4, value: 6, kind: "ends early" }]);
  });

  it("has no mean where a run is not finite, unless it is told to go on with the others", () => {
    const group = [run("a", steps(4), [1, 1, 1, 1]), run("b", steps(4), [3, 3, NaN, Infinity])];
    const refused = groupCurve(group, options);
    assert.deepEqual(
      refused.points.map(({ centre }) => centre),
      [2, 2, null, null],
    );
    assert.deepEqual(refused.ends, [{ run: "b", x: 1, value: 3, kind: "diverges" }]);
    const others = groupCurve(group, { ...options, notFinite: "leaveOut" });
    assert.deepEqual(
      others.points.map(({ centre, n, segment }) => [centre, n, segment]),
      [
        [2, 2, 0],
        [2, 2, 0],
        [1, 1, 1],
        [1, 1, 1],
      ],
    );
  });

  it("is about the mean all along of runs logged at different steps", () => {
    const group = [1, 2, 3].map((height, index) => {
      const x = steps(30, 100).map((step) => step + 7 * index);
      return run(
        `r${index}`,
        x,
        x.map(() => height),
      );
    });
    const { points, rule } = groupCurve(group, options);
    assert.equal(rule, "linear");
    assert.ok(points.length > 50);
    for (const { centre, lower, upper, n } of points) {
      assert.deepEqual([centre, lower, upper, n], [2, 1, 3, 3]);
    }
  });

  it("shows long runs by the means of bins, and smooths before", () => {
    const long = [
      run(
        "a",
        steps(10_000),
        steps(10_000).map((step) => step % 2),
      ),
    ];
    const { points, bins } = groupCurve(long, options);
    assert.equal(bins, 300);
    assert.equal(points.length, 300);
    for (const { centre } of points) assert.ok(Math.abs((centre ?? 0) - 0.5) < 0.05);
    const [smooth] = groupCurve([run("a", [0, 1], [1, 0])], { ...options, smooth: 0.6 }).runs;
    assert.equal(smooth.curve.y[0], 1);
    assert.ok(Math.abs(smooth.curve.y[1] - 0.24 / 0.64) < 1e-12);
  });

  it("is empty of runs without values", () => {
    assert.deepEqual(groupCurve([run("a", [], [])], options).points, []);
  });
});
