import assert from "node:assert/strict";
import { expectationError, lossCurvature } from "../../../src/train/analyses/lossCurvature.js";

describe("lossCurvature", () => {
  const at = (module: string, w1: number, w2: number) =>
    lossCurvature(3).find((one) => one.module === module && one.w1 === w1 && one.w2 === w2)?.rmse;

  it("is the distance of the product from 13.2 = 2.2 · 6", () => {
    assert.ok(at("NMU", 1, 1)! < 1e-12);
    // (1 + 2.2) (1 + 6) = 22.4
    assert.ok(Math.abs(at("NAC•, ε = 1", 1, 1)! - 9.2) < 1e-12);
    // Weight 0 multiplies with 1; NAC• takes absolute values, NMU does not.
    assert.ok(Math.abs(at("NAC•, ε = 0.1", 1, 0)! - 12.2) < 1e-12);
    assert.ok(at("NMU", -1, 1)! < 1e-12);
    // 0.5 (2.2 + 1) · 0.5 (6 + 1) = 5.6
    assert.ok(Math.abs(at("NMU", 1, 0.5)! - 7.6) < 1e-12);
  });

  it("is cut off at the root of 500", () => {
    assert.equal(at("NAC•, ε = 10⁻⁷", 0, -1), Math.sqrt(500));
  });
});

describe("expectationError", () => {
  it("is what four million samples show", () => {
    const points = expectationError(51);
    const near = (rw: number, rz: number) =>
      points.reduce((a, b) =>
        Math.hypot(b.w1 - rw, b.w2 - rz) < Math.hypot(a.w1 - rw, a.w2 - rz) ? b : a,
      );
    const corner = near(1, 5);
    assert.deepEqual([corner.w1, corner.w2], [1, 5]);
    assert.ok(Math.abs(corner.rmse - 0.218) < 0.04, String(corner.rmse));
  });
});
