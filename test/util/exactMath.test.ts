import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import * as z from "zod";
import { exact } from "../../src/util/exactMath.js";
import { readFixture } from "../helpers/statsFixture.js";

const unary = ["exp", "expm1", "log", "log1p", "sin", "cos", "atan", "tanh"] as const;
/** Arguments and value, per function: see fixtures/stats/README.md. */
const fixture = z
  .record(z.string(), z.array(z.array(z.number())))
  .parse(JSON.parse(readFixture("elementary.json")));

/** Values in the ranges that statistics and draws use, from a fixed sequence. */
function unitSequence(count: number): number[] {
  let state = 1;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  });
}

describe("exact", () => {
  for (const name of unary) {
    it(`${name} is within three units in the last place`, () => {
      for (const [x, expected] of fixture[name]) {
        const error = Math.abs(exact[name](x) - expected);
        assert.ok(error <= 3 * Number.EPSILON * Math.abs(expected), `${name}(${x})`);
      }
    });
  }

  it("pow is within three units in the last place", () => {
    for (const [base, exponent, expected] of fixture.pow) {
      const error = Math.abs(exact.pow(base, exponent) - expected);
      assert.ok(error <= 3 * Number.EPSILON * Math.abs(expected), `${base} ** ${exponent}`);
    }
  });

  it("has hyperbolic functions within a few units in the last place", () => {
    // NumPy, extended precision.
    for (const [x, sinh, cosh] of [
      [1e-9, 1e-9, 1],
      [0.001, 0.001000000166666675, 1.0000005000000416],
      [0.7, 0.7585837018395335, 1.255169005630943],
      [3, 10.017874927409903, 10.067661995777765],
      [21.5, 1087179776.7882442, 1087179776.7882442],
      [22.5, 2955261031.5116453, 2955261031.5116453],
      [300, 9.712131976206279e129, 9.712131976206279e129],
      [710, 1.1169973830808555e308, 1.1169973830808555e308],
    ]) {
      const within = (found: number, wanted: number) =>
        assert.ok(Math.abs(found - wanted) <= 8 * Number.EPSILON * Math.abs(wanted), `at ${x}`);
      within(exact.sinh(x), sinh);
      within(exact.sinh(-x), -sinh);
      within(exact.cosh(x), cosh);
      within(exact.cosh(-x), cosh);
    }
    assert.equal(exact.sinh(1000), Infinity);
    assert.equal(exact.cosh(-Infinity), Infinity);
  });

  it("knows the ends of its functions", () => {
    assert.equal(exact.tanh(400), 1);
    assert.equal(exact.tanh(-Infinity), -1);
    assert.equal(exact.tanh(0), 0);
    assert.equal(exact.exp(-Infinity), 0);
    assert.equal(exact.log(0), -Infinity);
    assert.ok(Number.isNaN(exact.log(-1)));
  });

  it("has the same bits as ever: the sum that Node 20, 22, 24 and Deno agree on", () => {
    const hash = createHash("sha256");
    const unit = unitSequence(20_000);
    const rows = [
      ...unary.map((name) =>
        unit.map((u) => exact[name](name.startsWith("log") ? 9 * u : 18 * u - 9)),
      ),
      unit.map((u) => exact.pow(0.9 + u / 10, Math.ceil(5000 * u))),
    ];
    for (const row of rows) hash.update(new Uint8Array(Float64Array.from(row).buffer));
    assert.equal(
      hash.digest("hex"),
      "ca1ede4bdb12124cf95a7c7bedf8135b72c91d693bf95a6c87acf2809dfeadd7",
    );
  });
});
