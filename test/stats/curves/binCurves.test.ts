import assert from "node:assert/strict";
import { binCurves } from "../../../src/stats/curves/binCurves.js";
import { prepareCurve } from "../../../src/stats/curves/curve.js";
import { curvesFixture } from "../../helpers/curvesFixture.js";

describe("binCurves", () => {
  it("gives the means that pandas gives", () => {
    const { count, curves, binned } = curvesFixture.bins;
    const ours = binCurves(
      curves.map(({ x, y }) => prepareCurve(x, y).curve),
      count,
    );
    for (const [index, expected] of binned.entries()) {
      assert.equal(ours[index].x.length, expected.x.length);
      for (const [place, x] of expected.x.entries()) {
        assert.ok(Math.abs(ours[index].x[place] - x) < 1e-9);
        assert.ok(Math.abs(ours[index].y[place] - expected.y[place]) < 1e-12);
      }
    }
  });

  it("keeps a NaN visible, and leaves bins without values out", () => {
    const curve = prepareCurve([0, 1, 2, 9, 10], [1, NaN, 3, 4, 5]).curve;
    const [binned] = binCurves([curve], 5);
    assert.deepEqual([...binned.x], [1, 3, 9]);
    assert.deepEqual([...binned.y], [NaN, 3, 4.5]);
  });

  it("gives one bin for values at one x", () => {
    const [binned] = binCurves([prepareCurve([7], [3]).curve], 4);
    assert.deepEqual([...binned.x], [7]);
    assert.deepEqual([...binned.y], [3]);
  });
});
