import assert from "node:assert/strict";
import digamma from "@stdlib/math-base-special-digamma";
import gammaln from "@stdlib/math-base-special-gammaln";
import studentQuantile from "@stdlib/stats-base-dists-t-quantile";
import { exponentialRest, logMeanGap } from "../../../src/stats/functions/exponentialRest.js";
import { studentQuantile975 } from "../../../src/stats/functions/quantiles.js";
import { logMinusDigamma, stirlingRest } from "../../../src/stats/functions/stirling.js";

const points = Array.from({ length: 241 }, (_, k) => 10 ** (k / 20 - 6));

describe("special functions", () => {
  it("stirlingRest agrees with log gamma", () => {
    for (const x of points) {
      const scale = 1 + x * Math.abs(Math.log(x)) + x + Math.abs(gammaln(x));
      const expected = x * Math.log(x) - x - gammaln(x);
      assert.ok(Math.abs(stirlingRest(x) - expected) < 4e-15 * scale, `at ${x}`);
    }
  });

  it("logMinusDigamma agrees with digamma and stays between 1/(2x) and 1/x", () => {
    for (const x of points) {
      const expected = Math.log(x) - digamma(x);
      assert.ok(
        Math.abs(logMinusDigamma(x) - expected) < 1e-14 * (1 + 1 / x + Math.log(x)),
        `at ${x}`,
      );
    }
    for (const x of [1e-12, ...points, 1e15, 1e30]) {
      const scaled = x * logMinusDigamma(x);
      assert.ok(scaled > 0.5 - 1e-15 && scaled < 1 + 1e-15, `at ${x}`);
    }
  });

  it("exponentialRest keeps its digits near 0", () => {
    assert.equal(exponentialRest(0), 0);
    for (const t of [1e-12, -1e-8, 1e-4, -0.03]) {
      const expected = (t * t) / 2 + t ** 3 / 6 + t ** 4 / 24 + t ** 5 / 120 + t ** 6 / 720;
      assert.ok(Math.abs(exponentialRest(t) / expected - 1) < 1e-11, `at ${t}`);
    }
    for (const t of [-40, -0.51, -0.49, 0.49, 0.51, 3]) {
      assert.ok(Math.abs(exponentialRest(t) / (Math.exp(t) - 1 - t) - 1) < 1e-14, `at ${t}`);
    }
  });

  it("logMeanGap is half the squared variation of values that differ by rounding", () => {
    const gap = logMeanGap([1 - 1e-9, 1 + 1e-9], 1);
    assert.ok(Math.abs(gap / 0.5e-18 - 1) < 1e-6);
  });

  it("studentQuantile975 agrees with the quantile of a general implementation", () => {
    for (const n of [1, 2, 3, 4, 5, 6, 7, 10, 24, 25, 99, 100, 999, 10000]) {
      const expected = studentQuantile(0.975, n);
      assert.ok(Math.abs(studentQuantile975(n) / expected - 1) < 1e-10, `${n} degrees of freedom`);
    }
  });
});
