import assert from "node:assert/strict";
import { smooth, smoothByDistance } from "../../../src/stats/curves/smoothCurve.js";
import { curvesFixture } from "../../helpers/curvesFixture.js";

function assertSame(actual: Float64Array, expected: readonly number[], relative = 1e-12): void {
  assert.equal(actual.length, expected.length);
  for (const [place, value] of expected.entries()) {
    if (!Number.isFinite(value)) assert.equal(actual[place], value, `at ${place}`);
    else {
      const error = Math.abs(actual[place] - value);
      assert.ok(error <= relative * Math.abs(value), `at ${place}: ${actual[place]}, not ${value}`);
    }
  }
}

describe("smooth", () => {
  for (const { weight, y, smoothed } of curvesFixture.smooth) {
    it(`is pandas' adjusted exponential average: weight ${weight}`, () => {
      assertSame(smooth(y, weight), smoothed);
    });
  }

  it("leaves NaN and infinite values where they are, and averages the others", () => {
    const { weight, y, smoothed } = curvesFixture.smooth_with_gaps;
    assertSame(smooth(y, weight), smoothed);
  });

  it("begins at the first value and leaves a constant curve alone", () => {
    assert.equal(smooth([1, 0, 0], 0.6)[0], 1);
    assert.deepEqual([...smooth([0.1, 0.1, 0.1], 0.999)], [0.1, 0.1, 0.1]);
    assert.deepEqual([...smooth([], 0.5)], []);
  });

  it("refuses a weight that is none", () => {
    for (const weight of [1, -0.1, NaN]) assert.throws(() => smooth([1, 2], weight), /weight/);
  });
});

describe("smoothByDistance", () => {
  for (const { weight, unit, x, y, smoothed } of curvesFixture.smooth_by_distance) {
    it(`is the weighted mean by distance: weight ${weight}, unit ${unit}`, () => {
      const curve = { x: Float64Array.from(x), y: Float64Array.from(y) };
      assertSame(smoothByDistance(curve, weight, unit), smoothed);
    });
  }

  it("is TensorBoard's smoothing where values are evenly spaced", () => {
    const { weight, y, smoothed } = curvesFixture.smooth[2];
    const curve = { x: Float64Array.from(y, (_, i) => 50 * i), y: Float64Array.from(y) };
    assertSame(smoothByDistance(curve, weight), smoothed, 1e-9);
  });

  it("goes on after a value that is not finite", () => {
    const curve = { x: Float64Array.of(0, 1, 2), y: Float64Array.of(1, NaN, 3) };
    const [first, gap, last] = smoothByDistance(curve, 0.5, 1);
    assert.equal(first, 1);
    assert.ok(Number.isNaN(gap));
    assert.ok(Math.abs(last - (1 * 0.25 + 3) / 1.25) < 1e-12);
  });

  it("refuses a unit that is none", () => {
    const curve = { x: Float64Array.of(0, 1), y: Float64Array.of(1, 2) };
    assert.throws(() => smoothByDistance(curve, 0.5, 0), /unit/);
  });
});
