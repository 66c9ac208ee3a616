import assert from "node:assert/strict";
import { readThresholdSet } from "../../../src/figures/resolve/readThresholds.js";
import { twoLayerThresholds } from "../../../src/train/analyses/twoLayerThresholds.js";

describe("twoLayerThresholds", () => {
  const computed = twoLayerThresholds();

  it("has the 40 published thresholds but for the noise of a million samples", () => {
    // Four published cases are the default one again.
    assert.equal(computed.length, 40);
    for (const { set, operation, place, asPublished } of computed) {
      const published = readThresholdSet(["thresholds"], "nau/two-layer", set)[operation][place];
      const name = `${set} ${operation} ${place}`;
      assert.ok(Math.abs(asPublished / published - 1) < 4e-3, `${name}: ${asPublished}`);
    }
  });

  it("has others for the task's own subsets, which hold one input less", () => {
    const ratio = (set: string, operation: string, place: string) => {
      const one = computed.find(
        (case_) => case_.set === set && case_.operation === operation && case_.place === place,
      );
      return (one?.threshold ?? NaN) / (one?.asPublished ?? NaN);
    };
    // The effects that were found by drawing samples by both rules.
    assert.equal(ratio("default", "add", "U[2,6]").toFixed(2), "1.08");
    assert.equal(ratio("default", "root", "U[2,6]").toFixed(2), "1.13");
    assert.equal(ratio("default", "div", "U[2,6]").toFixed(2), "1.17");
    assert.equal(ratio("default", "mul", "U[2,6]").toFixed(3), "1.003");
    assert.equal(ratio("default", "sub", "U[2,6]").toFixed(6), "1.000000");
    assert.equal(ratio("subset.ratio", "mul", "0.05").toFixed(2), "0.73");
    assert.equal(ratio("subset.ratio", "mul", "0.1").toFixed(2), "0.87");
    assert.equal(ratio("subset.ratio", "mul", "0.5").toFixed(2), "0.48");
    assert.ok(Math.abs(ratio("input.size", "mul", "4") - 6.8) < 0.1);
    assert.equal(ratio("simple", "mul", "U[2,6]"), 1);
  });
});
