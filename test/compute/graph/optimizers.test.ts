import assert from "node:assert/strict";
import { adam } from "../../../src/compute/graph/optimizers.js";
import { exact } from "../../../src/util/exactMath.js";

describe("Adam's numbers of each step", () => {
  const [stepSize, correction] = adam(0.01).scalars;

  it("are those of the powers themselves, also where these no longer count", () => {
    for (let step = 0; step < 60_000; step += step < 1000 ? 1 : 97) {
      assert.equal(stepSize.at(step), 0.01 / (1 - exact.pow(0.9, step + 1)), `step ${step}`);
      assert.equal(correction.at(step), Math.sqrt(1 - exact.pow(0.999, step + 1)), `step ${step}`);
    }
  });

  it("are the same whatever step is asked for first", () => {
    const late = correction.at(30_000);
    assert.equal(correction.at(30_000), late);
    assert.equal(correction.at(1), Math.sqrt(1 - exact.pow(0.999, 2)));
  });
});
