import assert from "node:assert/strict";
import { prepareCurve } from "../../../src/stats/curves/curve.js";

describe("prepareCurve", () => {
  it("sorts by x and keeps what was logged last at an x", () => {
    const { curve, repeated, withoutX } = prepareCurve([2, 0, 1, 2, 0], [20, 1, 10, 21, 2]);
    assert.deepEqual([...curve.x], [0, 1, 2]);
    assert.deepEqual([...curve.y], [2, 10, 21]);
    assert.equal(repeated, 2);
    assert.equal(withoutX, 0);
  });

  it("counts values that stand nowhere on the axis, and keeps NaN values", () => {
    const { curve, withoutX } = prepareCurve([0, NaN, 1, Infinity], [1, 2, NaN, 4]);
    assert.deepEqual([...curve.x], [0, 1]);
    assert.deepEqual([...curve.y], [1, NaN]);
    assert.equal(withoutX, 2);
  });

  it("refuses x and y of different lengths", () => {
    assert.throws(() => prepareCurve([0, 1], [1]), /2 x and 1 y/);
  });
});
