import assert from "node:assert/strict";
import type { Curve } from "../../../src/stats/curves/curve.js";
import { groupCurves } from "../../../src/stats/curves/curveGroup.js";

const curve = (x: readonly number[], y: readonly number[]): Curve => ({
  x: Float64Array.from(x),
  y: Float64Array.from(y),
});
const flat = (count: number, from = 0, distance = 1) =>
  curve(
    Array.from({ length: count }, (_, index) => from + index * distance),
    Array.from({ length: count }, () => 1),
  );

describe("groupCurves", () => {
  it("breaks where other curves stand behind it, be they as many", () => {
    // One ends where another begins: two at every x, and not the same two.
    const { segment, ends } = groupCurves([flat(6), flat(3), flat(3, 3)]);
    assert.deepEqual([...segment], [0, 0, 0, 1, 1, 1]);
    assert.deepEqual(ends[1], { kind: "ends early", place: 2, x: 2 });
    assert.equal(ends[2], undefined);
  });

  it("counts a diverged curve as lost to the end of the others", () => {
    const gone = curve([0, 1, 2], [1, NaN, Infinity]);
    const { lost, ends } = groupCurves([flat(5), gone]);
    assert.deepEqual([...lost], [0, 1, 1, 1, 1]);
    assert.deepEqual(ends[1], { kind: "diverges", place: 0, x: 1 });
  });

  it("takes a gap of NaN for a gap, not for a divergence", () => {
    const { lost, ends } = groupCurves([flat(4), curve([0, 1, 2, 3], [1, NaN, 1, 1])]);
    assert.deepEqual([...lost], [0, 1, 0, 0]);
    assert.deepEqual(ends, [undefined, undefined]);
  });

  it("has no centre where one of curves at x of their own only just began or ended", () => {
    const { rule, fringe, x, ends } = groupCurves([flat(10, 0, 10), flat(10, 3, 10)]);
    assert.equal(rule, "linear");
    assert.deepEqual(
      [...x].filter((_, place) => fringe[place] === 1),
      [0, 93],
    );
    assert.deepEqual(ends, [undefined, undefined]);
  });

  it("goes on without what is not finite where it is told to", () => {
    const curves = [flat(4), curve([0, 1, 2, 3], [1, 1, NaN, NaN])];
    assert.deepEqual([...groupCurves(curves, { leaveOut: true }).segment], [0, 0, 1, 1]);
    assert.deepEqual([...groupCurves(curves).segment], [0, 0, 0, 0]);
  });
});
