import assert from "node:assert/strict";
import gammaln from "@stdlib/math-base-special-gammaln";
import fc from "fast-check";
import { gammaMean } from "../../src/stats/index.js";
import { assertInterval } from "../helpers/assertClose.js";
import { readStatsCases } from "../helpers/statsCases.js";

/** Profile log likelihood of a gamma mean, by golden section over the log shape: nothing shared with the code. */
function profile(values: readonly number[], mean: number): number {
  const logLikelihood = (logShape: number) => {
    const shape = Math.exp(logShape);
    const rate = shape / mean;
    let sum = 0;
    for (const x of values) {
      sum += shape * Math.log(rate) - gammaln(shape) + (shape - 1) * Math.log(x) - rate * x;
    }
    return sum;
  };
  const ratio = (Math.sqrt(5) - 1) / 2;
  let low = -12;
  let high = 14;
  while (high - low > 1e-7) {
    const left = high - ratio * (high - low);
    const right = low + ratio * (high - low);
    if (logLikelihood(left) > logLikelihood(right)) high = right;
    else low = left;
  }
  return logLikelihood((low + high) / 2);
}

const steps = fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), {
  minLength: 2,
  maxLength: 40,
});

describe("gammaMean, corrected", () => {
  it("equals the independently computed profile intervals", () => {
    const cases = readStatsCases().cases.filter(({ exactGamma }) => exactGamma !== null);
    assert.equal(cases.length, 23);
    for (const { name, steps, exactGamma } of cases) {
      assertInterval(gammaMean(steps, "corrected"), exactGamma!, 1e-9, name);
    }
  });

  it("has bounds where the profile likelihood is lower by half the chi-square quantile", () => {
    fc.assert(
      fc.property(steps, (values) => {
        const { mean, lower, upper } = gammaMean(values, "corrected");
        fc.pre(Math.max(...values) / Math.min(...values) > 1.01);
        for (const bound of [lower!, upper!].filter((bound) => bound < 1e6)) {
          const drop = profile(values, mean!) - profile(values, bound);
          assert.ok(Math.abs(drop - 3.841458820694124 / 2) < 1e-5, `drop ${drop} at ${bound}`);
        }
      }),
      { numRuns: 40, seed: 1 },
    );
  });

  it("holds the sample mean, and scales with the values", () => {
    const factor = fc.constantFrom(1e-12, 1e-3, 7, 1e6);
    fc.assert(
      fc.property(steps, factor, (values, factor) => {
        const one = gammaMean(values, "corrected");
        const other = gammaMean(
          values.map((value) => value * factor),
          "corrected",
        );
        assert.ok(one.lower! <= one.mean! && one.mean! <= one.upper!);
        const scaled = {
          mean: one.mean! * factor,
          lower: one.lower! * factor,
          upper: one.upper! * factor,
        };
        assertInterval(other, scaled, 1e-9, `${values.join(", ")} times ${factor}`);
      }),
      { numRuns: 200, seed: 2 },
    );
  });

  it("tends to the normal interval for many nearly equal values", () => {
    const values = Array.from({ length: 1000 }, (_, k) => 1e4 + Math.sin(k));
    const { mean, lower, upper } = gammaMean(values, "corrected");
    const half = 1.959963984540054 * Math.sqrt(0.5 / 1000);
    assert.ok(Math.abs((mean! - lower!) / half - 1) < 3e-3);
    assert.ok(Math.abs((upper! - mean!) / half - 1) < 3e-3);
  });

  it("gives an interval of no width for equal values", () => {
    const { mean, lower, upper, method } = gammaMean([5000, 5000, 5000], "corrected");
    assert.deepEqual(
      { mean, lower, upper, method },
      {
        mean: 5000,
        lower: 5000,
        upper: 5000,
        method: "equal values",
      },
    );
  });
});

describe("gammaMean, published", () => {
  it("equals R where R answers", () => {
    for (const { name, steps, gamma } of readStatsCases().cases) {
      if (gamma === null) continue;
      assertInterval(gammaMean(steps, "published"), gamma, 1e-4, name, 0.03);
    }
  });

  it("answers where R stops with an error", () => {
    const unanswered = readStatsCases().cases.filter(({ gamma }) => gamma === null);
    assert.deepEqual(
      unanswered.map(({ name }) => name),
      ["steps_with_zero", "step_NA_in_solved"],
    );
    for (const { steps } of unanswered) {
      const { mean, lower, upper } = gammaMean(steps, "published");
      assert.ok(0 < lower! && lower! < mean! && mean! < upper!);
    }
  });
});

for (const mode of ["published", "corrected"] as const) {
  describe(`gammaMean, ${mode}: edges`, () => {
    it("has no numbers of no values, and no interval of one", () => {
      const none = gammaMean([], mode);
      assert.deepEqual(
        [none.mean, none.lower, none.upper, none.max, none.median, none.n],
        [null, null, null, null, null, 0],
      );
      const one = gammaMean([4000], mode);
      assert.deepEqual(
        [one.mean, one.lower, one.upper, one.max, one.method],
        [4000, null, null, 4000, "mean only"],
      );
    });

    it("counts a step of 0 as half the log interval, and says so", () => {
      const actual = gammaMean([0, 1000, 2000, 1000, 3000], mode, { logInterval: 100 });
      const replaced = gammaMean([50, 1000, 2000, 1000, 3000], mode);
      assertInterval(actual, replaced, 1e-12, mode);
      assert.equal(actual.notes.length, 1);
      assert.match(actual.notes[0], /step 50, half of the log interval: 1$/);
      assert.equal(replaced.notes.length, 0);
      assert.match(gammaMean([0, 300, 200], mode).notes[0], /step 100, half of the smallest/);
    });

    it("takes steps that are all 0 for what they are", () => {
      const { mean, lower, upper, max } = gammaMean([0, 0, 0], mode, { logInterval: 100 });
      assert.deepEqual([mean, lower, upper, max], [0, 0, 0, 0]);
    });

    it("leaves out missing values and counts them", () => {
      const { n, leftOut, notes, ...rest } = gammaMean([1000, NaN, 3000, 5000], mode);
      const complete = gammaMean([1000, 3000, 5000], mode);
      assert.deepEqual([n, leftOut, notes.length], [3, 1, 1]);
      assertInterval(rest, complete, 0, mode);
    });

    it("stays finite from 1e-16 to 1e10 and from two values to a thousand", () => {
      for (const size of [2, 3, 10, 1000]) {
        for (const spread of [1e-14, 1e-6, 0.1, 5, 25]) {
          for (const centre of [1e-16, 1e-5, 1, 1e4, 1e10]) {
            const values = Array.from(
              { length: size },
              (_, k) => centre * Math.exp(spread * Math.sin(1 + k * k)),
            );
            const { mean, lower, upper } = gammaMean(values, mode);
            const said = `${size} values about ${centre}, spread ${spread}`;
            assert.ok(lower! <= mean! && mean! <= upper!, `${said}: ${lower} ${mean} ${upper}`);
            assert.ok(Number.isFinite(upper!), said);
          }
        }
      }
    });
  });
}
