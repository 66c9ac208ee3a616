import assert from "node:assert/strict";
import { wilsonInterval } from "../../src/stats/index.js";
import { assertInterval } from "../helpers/assertClose.js";
import { readStatsCases } from "../helpers/statsCases.js";

describe("wilsonInterval", () => {
  it("equals R's score interval", () => {
    for (const expected of readStatsCases().wilson) {
      const actual = wilsonInterval(expected.x, expected.n);
      assertInterval(actual, expected, 1e-9, `${expected.x} of ${expected.n}`);
    }
  });

  it("is exactly 0 at no success and exactly 1 at successes only", () => {
    for (let n = 1; n < 2000; n++) {
      assert.equal(wilsonInterval(0, n).lower, 0);
      assert.equal(wilsonInterval(n, n).upper, 1);
    }
  });

  it("turns round with successes and failures", () => {
    for (const [k, n] of [
      [1, 7],
      [3, 50],
      [0, 4],
    ] as const) {
      assert.ok(
        Math.abs(wilsonInterval(k, n).lower! - (1 - wilsonInterval(n - k, n).upper!)) < 1e-15,
      );
    }
  });

  it("has nothing to say about no trials, and refuses what is not a proportion", () => {
    assert.deepEqual(wilsonInterval(0, 0), {
      mean: null,
      lower: null,
      upper: null,
      method: "none",
    });
    for (const [k, n] of [
      [2, 1],
      [-1, 3],
      [0.5, 3],
      [NaN, 3],
    ] as const) {
      assert.throws(() => wilsonInterval(k, n), RangeError);
    }
  });
});
