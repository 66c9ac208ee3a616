import assert from "node:assert/strict";
import { lossLandscape, type LandscapePoint } from "../../../src/train/analyses/lossLandscape.js";
import { UserError } from "../../../src/util/userError.js";

const epsilon = 2 ** -23;
const [first, second] = [1 + 1.2, 1 + 1.2 + 1.8 + 2];

function at(points: readonly LandscapePoint[], module: string, w1: number, w2: number): number {
  const found = points.filter((p) => p.module === module && p.w1 === w1 && p.w2 === w2);
  assert.equal(found.length, 1, `${module} ${w1} ${w2}`);
  return found[0].rmse;
}

function assertNear(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 1e-9 * Math.max(1, expected), `${actual} ${expected}`);
}

describe("lossLandscape", () => {
  const quotient = lossLandscape({ points: 5 });
  const product = lossLandscape({ points: 5, operation: "mul" });

  it("has each pair of weights once for each module, within the module's bounds", () => {
    for (const module of ["Real NPU", "NRU", "NMRU"]) {
      const points = quotient.filter((point) => point.module === module);
      assert.equal(points.length, 25);
      assert.deepEqual([...new Set(points.map(({ w1 }) => w1))], [-1, -0.5, 0, 0.5, 1]);
      const w2s = module === "NMRU" ? [0, 0.25, 0.5, 0.75, 1] : [-1, -0.5, 0, 0.5, 1];
      assert.deepEqual([...new Set(points.map(({ w2 }) => w2))], w2s);
    }
  });

  it("vanishes at the exact weights", () => {
    for (const module of ["Real NPU", "NRU", "NMRU"]) {
      assert.ok(at(quotient, module, 1, 1) < 1e-6, module);
      assert.ok(at(product, module, 1, 1) < 1e-5, module);
    }
  });

  it("follows the modules' formulas for positive weights", () => {
    const [z1, z2] = [first / 2, second / 2];
    const target = first / second;
    const power = ((z1 + epsilon) / (z2 + epsilon)) ** 0.5;
    assertNear(at(quotient, "Real NPU", 0.5, 0.5), Math.abs(power - target));
    assertNear(at(quotient, "NRU", 0.5, 0.5), Math.abs((z1 / z2) ** 0.5 - target));
    const nmru = (0.25 * z1 + 0.75) * (0.25 / (z2 + epsilon) + 0.75);
    assertNear(at(quotient, "NMRU", 0.5, 0.25), Math.abs(nmru - target));
    assertNear(at(product, "NRU", 0.5, -0.5), Math.abs((z1 * z2) ** -0.5 - 13.2));
    assertNear(
      at(product, "NMRU", 0.5, 0.25),
      Math.abs((0.25 * z1 + 0.75) * (0.25 * z2 + 0.75) - 13.2),
    );
  });

  it("follows them for negative sums, where angles count", () => {
    const power = ((first + epsilon) * (second + epsilon)) ** 0.5;
    assertNear(at(product, "Real NPU", -1, 0.5), Math.abs(power * Math.cos(Math.PI) - 13.2));
    assertNear(at(product, "NRU", -1, 0.5), Math.abs((first * second) ** 0.5 - 13.2));
  });

  it("has no loss where a formula has no value", () => {
    assert.ok(Number.isNaN(at(quotient, "NRU", 0, 1)));
    assertNear(at(quotient, "NRU", 0, 0), 1 - first / second);
    assert.ok(at(product, "Real NPU", 0, -1) > 1e12);
  });

  it("refuses inputs and grids that are none", () => {
    assert.throws(() => lossLandscape({ points: 1 }), UserError);
    assert.throws(() => lossLandscape({ input: [1, 2] }), UserError);
  });
});
