import assert from "node:assert/strict";
import { resampleIndices } from "../../../src/stats/groups/bootstrap.js";
import { centreNames } from "../../../src/stats/groups/centres.js";
import { intervalNames, intervalOf } from "../../../src/stats/groups/intervals.js";
import { summariseGroup } from "../../../src/stats/groups/summariseGroup.js";
import { normalProbability, normalQuantile } from "../../../src/stats/functions/quantiles.js";
import { groupsFixture } from "../../helpers/groupsFixture.js";

const { groups, resamples, seed, wilson, normal } = groupsFixture;

function assertNear(actual: number | null, expected: number, scale: number, what: string): void {
  assert.ok(actual !== null, what);
  assert.ok(
    Math.abs(actual - expected) <= 1e-9 * scale,
    `${what}: ${actual}, expected ${expected}`,
  );
}

describe("summariseGroup", () => {
  for (const [index, group] of groups.entries()) {
    const { values } = group;
    const scale = Math.max(...values.map(Math.abs));

    it(`finds the centres that NumPy and SciPy find: group ${index + 1} of ${values.length}`, () => {
      for (const centre of centreNames) {
        const summary = summariseGroup(values, { centre, interval: "none" });
        assertNear(summary.centre, group.centres[centre], scale, centre);
        assert.equal(summary.n, values.length);
        assert.equal(summary.interval, "none");
      }
    });

    it(`finds the intervals that NumPy and SciPy find: group ${index + 1} of ${values.length}`, () => {
      for (const [key, bounds] of Object.entries(group)) {
        const [name, about] = key.split(" ");
        const isInterval = intervalNames.some((one) => name.startsWith(one.replace(/\d+$/, "")));
        if (!isInterval || bounds === null || !isPair(bounds)) continue;
        const centre = centreNames.find((one) => one === about) ?? "mean";
        const summary = summariseGroup(values, { centre, interval: name, resamples, seed });
        assertNear(summary.lower, bounds[0], scale, `${key}, lower`);
        assertNear(summary.upper, bounds[1], scale, `${key}, upper`);
      }
    });

    it(`draws the resamples that NumPy draws: group ${index + 1}`, () => {
      const drawn = resampleIndices(values.length, { resamples: 3, seed });
      assert.deepEqual([...drawn], group.first_indices.flat());
    });
  }

  it("finds Wilson's interval of a rate", () => {
    for (const [successes, trials, lower, upper] of wilson) {
      const values = Array.from({ length: trials }, (_, run) => (run < successes ? 1 : 0));
      const summary = summariseGroup(values, { interval: "wilson" });
      assertNear(summary.centre, successes / trials, 1, `${successes} of ${trials}`);
      assertNear(summary.lower, lower, 1, `${successes} of ${trials}, lower`);
      assertNear(summary.upper, upper, 1, `${successes} of ${trials}, upper`);
    }
    assert.throws(() => summariseGroup([0.5], { interval: "wilson" }), /rate/);
  });

  it("has no centre of a group with a value that is not finite, and says so", () => {
    const summary = summariseGroup([1, NaN, 3]);
    assert.equal(summary.centre, null);
    assert.equal(summary.notFinite, 1);
    assert.match(summary.notes.join(), /not finite in 1 of 3 runs: no number stands for all/);
    const others = summariseGroup([1, NaN, 3, Infinity], { notFinite: "leaveOut" });
    assert.equal(others.centre, 2);
    assert.equal(others.n, 2);
    assert.match(
      others.notes.join(),
      /not finite in 2 of 4 runs: the number is one of the 2 others/,
    );
  });

  it("counts runs without a value apart from those with NaN", () => {
    const summary = summariseGroup([1, undefined, 3]);
    assert.equal(summary.centre, 2);
    assert.equal(summary.missing, 1);
    assert.deepEqual(summary.notes, ["no value in 1 of 3 runs"]);
  });

  it("gives one value without an interval, and nothing of nothing", () => {
    const one = summariseGroup([4]);
    assert.equal(one.centre, 4);
    assert.equal(one.lower, null);
    assert.deepEqual(one.notes, ["one run only: no 95 % t interval"]);
    assert.equal(summariseGroup([]).centre, null);
  });

  it("gives equal values an interval of no width", () => {
    for (const interval of ["t95", "sd", "bootstrap95", "bca95", "quartiles", "range"]) {
      const { lower, upper } = summariseGroup([0.1, 0.1, 0.1], { interval });
      assert.deepEqual([lower, upper], [0.1, 0.1], interval);
    }
  });

  it("refuses an interval that is not one of the centre", () => {
    for (const interval of ["sd", "se", "t95"]) {
      assert.throws(
        () => summariseGroup([1, 2], { centre: "median", interval }),
        /not of the median/,
      );
    }
    assert.equal(
      summariseGroup([1, 2], { centre: "iqm" }).interval,
      "95 % percentile bootstrap interval",
    );
  });

  it("names the method with its resamples and its generator", () => {
    assert.equal(
      summariseGroup([1, 2], { interval: "bca90", seed: 3 }).method,
      "90 % BCa bootstrap interval, 10,000 resamples, MT19937 with seed 3",
    );
    assert.equal(summariseGroup([1, 2], { interval: "ci95" }).method, "95 % t interval");
  });
});

describe("intervalOf", () => {
  it("names what there is in the message about what there is not", () => {
    for (const name of ["std", "t", "t20", "t100", "sd95", "", "95"]) {
      assert.throws(() => intervalOf(name), /there are sd, se, t95/, name);
    }
  });
});

describe("normalQuantile", () => {
  it("agrees with SciPy, and with its inverse", () => {
    for (const [probability, quantile] of normal) {
      assertNear(normalQuantile(probability), quantile, 1, `quantile of ${probability}`);
      assertNear(normalProbability(quantile), probability, 1, `probability of ${quantile}`);
    }
  });
});

function isPair(value: unknown): value is [number, number] {
  return (
    Array.isArray(value) && value.length === 2 && value.every((one) => typeof one === "number")
  );
}
