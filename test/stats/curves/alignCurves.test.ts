import assert from "node:assert/strict";
import { alignCurves, alignRules, chooseAlignRule } from "../../../src/stats/curves/alignCurves.js";
import { prepareCurve } from "../../../src/stats/curves/curve.js";
import { curvesFixture } from "../../helpers/curvesFixture.js";

const curveOf = (x: readonly number[], y: readonly number[]) => prepareCurve(x, y).curve;

describe("alignCurves", () => {
  for (const { name, curves, x, at, ...expected } of curvesFixture.align) {
    for (const rule of alignRules) {
      it(`gives the values that pandas gives: ${name}, ${rule}`, () => {
        const given = curves.map((curve) => curveOf(curve.x, curve.y));
        const aligned = alignCurves(given, { rule, at });
        assert.deepEqual([...aligned.x], x);
        assert.deepEqual([...aligned.n], expected[rule].n);
        for (const [index, row] of expected[rule].y.entries()) {
          assert.deepEqual([...aligned.has[index]], expected[rule].has[index]);
          for (const [place, value] of row.entries()) {
            const ours = aligned.y[index][place];
            assert.equal(Number.isNaN(ours), Number.isNaN(value), `at ${x[place]}`);
            if (!Number.isNaN(value)) assert.ok(Math.abs(ours - value) < 1e-12, `at ${x[place]}`);
          }
        }
      });
    }
  }

  it("takes runs logged at the same x exactly, also when one ends early or starts late", () => {
    const long = curveOf([0, 1, 2, 3, 4], [1, 1, 1, 1, 1]);
    assert.equal(chooseAlignRule([long, curveOf([0, 1, 2], [2, 2, 2])]), "exact");
    assert.equal(chooseAlignRule([long, curveOf([2, 3, 4], [2, 2, 2])]), "exact");
    const { n } = alignCurves([long, curveOf([0, 1, 2], [2, 2, 2])]);
    assert.deepEqual([...n], [2, 2, 2, 1, 1]);
  });

  it("takes runs logged at different x linearly, also when one misses a single value", () => {
    const long = curveOf([0, 1, 2, 3, 4], [1, 1, 1, 1, 1]);
    assert.equal(chooseAlignRule([long, curveOf([0, 1, 3, 4], [2, 2, 2, 2])]), "linear");
    assert.equal(alignCurves([long, curveOf([0.5, 1.5], [2, 3])]).rule, "linear");
  });

  it("tells a logged NaN from nothing logged", () => {
    const { y, has, n } = alignCurves([curveOf([0, 1, 2], [1, NaN, 3]), curveOf([0, 1], [1, 2])]);
    assert.deepEqual([...y[0]], [1, NaN, 3]);
    assert.deepEqual([...has[0]], [1, 1, 1]);
    assert.deepEqual([...has[1]], [1, 1, 0]);
    assert.deepEqual([...n], [2, 2, 1]);
  });

  it("keeps infinite values between infinite values, and makes no number of opposite ones", () => {
    const at = { rule: "linear", at: [0.5, 1.5, 2.5] } as const;
    const { y } = alignCurves([curveOf([0, 1, 2, 3], [Infinity, Infinity, -Infinity, 0])], at);
    assert.deepEqual([...y[0]], [Infinity, NaN, NaN]);
  });

  it("counts the values that lie between the given x", () => {
    const { between } = alignCurves([curveOf([0, 1, 2, 3], [1, 2, 3, 4])], { at: [0, 2, 9] });
    assert.deepEqual(between, [2]);
  });

  it("aligns no curves, and curves without values", () => {
    assert.deepEqual([...alignCurves([]).x], []);
    const { x, n } = alignCurves([curveOf([], []), curveOf([1, 2], [5, 6])]);
    assert.deepEqual([...x], [1, 2]);
    assert.deepEqual([...n], [1, 1]);
  });
});
