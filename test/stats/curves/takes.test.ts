import assert from "node:assert/strict";
import type { Curve } from "../../../src/stats/curves/curve.js";
import { firstReach } from "../../../src/stats/curves/firstReach.js";
import { takeNumber, takeOf, takes, type Better } from "../../../src/stats/curves/takes.js";
import { curvesFixture } from "../../helpers/curvesFixture.js";

const expected = curvesFixture.takes;
const curve: Curve = { x: Float64Array.from(expected.x), y: Float64Array.from(expected.y) };
const take = (text: string, of: Curve = curve, better: Better = "larger") =>
  takeNumber(of, takeOf(text), better);
const curveOf = (x: number[], y: number[]): Curve => ({
  x: Float64Array.from(x),
  y: Float64Array.from(y),
});

function assertTaken(text: string, value: number, better: Better = "larger"): void {
  const taken = take(text, curve, better);
  assert.ok("value" in taken, text);
  assert.ok(Math.abs(taken.value - value) <= 1e-12 * Math.abs(value), `${text}: ${taken.value}`);
}

describe("takes", () => {
  it("are what NumPy and pandas take", () => {
    assertTaken("last", expected.last);
    assertTaken("first", expected.first);
    assertTaken("min", expected.min[1]);
    assertTaken("max", expected.max[1]);
    assertTaken("best", expected.max[1]);
    assertTaken("best", expected.min[1], "smaller");
    assertTaken("area", expected.area);
    assertTaken("average", expected.average);
    for (const { n, value } of expected.mean_of_last) assertTaken(`mean of last ${n}`, value);
    for (const { at, value, x } of expected.at) {
      const taken = take(`at ${at}`);
      assert.ok("value" in taken);
      assert.equal(taken.value, value);
      assert.equal(taken.x, x);
      assert.equal(taken.note, x === at ? undefined : `logged at ${x}`);
    }
  });

  it("say where a value stands", () => {
    const taken = take("best", curve, "smaller");
    assert.ok("value" in taken);
    assert.equal(taken.x, expected.min[0]);
  });

  it("never go beyond a run's first or last value", () => {
    const short = curveOf([10, 20], [1, 2]);
    assert.deepEqual(take("at 30", short), { missing: "the run ends at 20" });
    assert.deepEqual(take("at 5", short), { missing: "the first value was logged at 10" });
  });

  it("do not take fewer values for as many", () => {
    assert.deepEqual(take("mean of last 3", curveOf([0, 1], [1, 2])), {
      missing: "only 2 values were logged",
    });
    assert.deepEqual(take("area", curveOf([0], [1])), { missing: "one value has no area" });
    assert.deepEqual(take("last", curveOf([], [])), { missing: "nothing was logged" });
  });

  it("keep a divergence that is last, and never call one the best", () => {
    const diverged = curveOf([0, 1, 2, 3], [5, Infinity, 4, NaN]);
    assert.deepEqual(take("last", diverged), { value: NaN, x: 3 });
    assert.deepEqual(take("best", diverged, "larger"), { value: 5, x: 0 });
    assert.deepEqual(take("best", diverged, "smaller"), { value: 4, x: 2 });
    assert.deepEqual(take("min", curveOf([0, 1], [NaN, NaN])), { value: NaN, x: 1 });
    const average = take("mean of last 2", diverged);
    assert.ok("value" in average && Number.isNaN(average.value));
  });

  it("are named in the message about one that there is not", () => {
    for (const text of ["lst", "at", "last 3", "mean of last", ""]) {
      assert.throws(() => takeOf(text), /there is no way to take .* mean of last <number>/, text);
    }
    assert.throws(() => takeOf("mean of last 2.5"), /whole number/);
    assert.equal(new Set(takes.map(({ name }) => name)).size, takes.length);
  });
});

describe("firstReach", () => {
  it("is the first x at which pandas finds one", () => {
    for (const { threshold, x } of expected.first_below) {
      assert.equal(firstReach(curve, { threshold, better: "smaller" }) ?? null, x);
    }
    for (const { threshold, x } of expected.first_above) {
      assert.equal(firstReach(curve, { threshold, better: "larger" }) ?? null, x);
    }
  });

  it("counts the threshold itself only when told so, and NaN never", () => {
    const some = curveOf([0, 1, 2], [NaN, 0.5, 0.4]);
    assert.equal(firstReach(some, { threshold: 0.5, better: "smaller" }), 2);
    assert.equal(firstReach(some, { threshold: 0.5, better: "smaller", inclusive: true }), 1);
    assert.equal(firstReach(some, { threshold: -Infinity, better: "larger" }), 1);
  });
});
