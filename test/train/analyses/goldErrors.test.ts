import assert from "node:assert/strict";
import { readThresholdSet } from "../../../src/figures/resolve/readThresholds.js";
import { zeroRangeThresholds } from "../../../src/train/analyses/zeroRangeThresholds.js";
import { goldErrors, type GoldError } from "../../../src/train/analyses/goldErrors.js";
import { parse } from "yaml";
import { readRecords } from "../../helpers/readRecords.js";

/**
 * How far the published errors may be from ours, relatively. They hang on the last bit of exp and log
 * (Real NPU) or of the power (NRU), which differs between machines; without epsilon nothing damps it.
 */
const tolerances: Readonly<Record<string, number>> = {
  NMRU: 1e-5,
  RealNPU: 1e-4,
  NRU: 0.02,
  "RealNPU (eps=0)": 0.25,
};

describe("goldErrors", () => {
  let errors: GoldError[];
  before(async () => {
    errors = await goldErrors(["1e-8", "1e-6", "1e-4", "1e-2", "1e+0"]);
  });

  it("equals the published errors of the exact weights", async () => {
    const published = await readRecords("fixtures/original/divBy0_test_errors.csv");
    for (const { module, level, upperBound, testError } of errors) {
      const row = published.find(
        (one) =>
          one["module"] === module &&
          one["parameter"] === level &&
          one["range"] === `U[0,${upperBound})`,
      )!;
      const ratio = testError / Number(row["test.mse"]);
      assert.ok(
        Math.abs(ratio - 1) < tolerances[module],
        `${module} ${level} ${upperBound}: ${ratio}`,
      );
    }
  });

  it("gives the published thresholds", () => {
    const { sets } = parse(zeroRangeThresholds(errors)) as {
      sets: Record<string, Record<string, Record<string, number>>>;
    };
    for (const set of ["zero.range.medium.realnpu", "zero.range.medium.nmru"]) {
      const published = readThresholdSet(["thresholds"], "single-layer", set);
      for (const range of ["U[0,0.0001]", "U[0,0.01]", "U[0,1]"]) {
        const ratio = sets[set]["reciprocal"][range] / published["reciprocal"][range];
        assert.ok(Math.abs(ratio - 1) < 1e-4, `${set} ${range}: ${ratio}`);
      }
    }
  });
});
