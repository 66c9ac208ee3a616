import assert from "node:assert/strict";
import { NumpyRandomState } from "../../../src/compute/random/numpyRandomState.js";
import { pairwiseSum } from "../../../src/train/tasks/pairwiseSum.js";

describe("pairwiseSum", () => {
  it("rounds as numpy.sum does", () => {
    // numpy.sum(RandomState(7).uniform(1, 2, (1, n)), axis=1)
    const expected: [number, number][] = [
      [7, 11.03570733695288],
      [20, 29.625280153184413],
      [128, 193.1364775848964],
      [300, 447.3483044106676],
    ];
    for (const [count, sum] of expected) {
      assert.equal(pairwiseSum(new NumpyRandomState(7).uniform(1, 2, count), 0, count), sum);
    }
  });
});
