import assert from "node:assert/strict";
import { pairedDifference } from "../../../src/stats/groups/pairedDifference.js";
import { groupsFixture } from "../../helpers/groupsFixture.js";

const bySeed = (values: readonly number[]) =>
  new Map(values.map((value, seed) => [String(seed), value]));

describe("pairedDifference", () => {
  it("has the mean and the interval of SciPy's paired t test", () => {
    const { first, second, mean, t95 } = groupsFixture.paired;
    const difference = pairedDifference(bySeed(first), bySeed(second));
    for (const [ours, theirs] of [
      [difference.centre, mean],
      [difference.lower, t95[0]],
      [difference.upper, t95[1]],
    ] as const) {
      assert.ok(ours !== null && Math.abs(ours - theirs) < 1e-12);
    }
    assert.equal(difference.n, first.length);
    assert.deepEqual(difference.notes, []);
  });

  it("pairs equal seeds whatever their order, and names those without a pair", () => {
    const first = new Map([
      ["1", 5],
      ["2", 7],
      ["9", 1],
    ]);
    const second = new Map([
      ["2", 4],
      ["1", 3],
      ["8", 0],
      ["7", 0],
    ]);
    const difference = pairedDifference(first, second, { interval: "range" });
    assert.deepEqual(difference.pairs, ["1", "2"]);
    assert.equal(difference.centre, 2.5);
    assert.deepEqual(difference.unpaired, { first: ["9"], second: ["8", "7"] });
    assert.deepEqual(difference.notes, ["without a pair: 3 runs"]);
  });

  it("has no difference where one of a pair diverged", () => {
    const difference = pairedDifference(bySeed([1, NaN]), bySeed([1, 1]));
    assert.equal(difference.centre, null);
    assert.equal(difference.notFinite, 1);
  });
});
