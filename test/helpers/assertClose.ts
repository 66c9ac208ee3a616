import assert from "node:assert/strict";
import type { Estimate } from "../../src/stats/index.js";

/** Asserts that a number is within a relative tolerance of the expected one, or that both are missing. */
export function assertClose(
  actual: number | null,
  expected: number | null,
  relative: number,
  what: string,
): void {
  const said = `${what}: ${actual}, expected ${expected} within ${relative}`;
  if (actual === null || expected === null) return assert.equal(actual, expected, said);
  assert.ok(Math.abs(actual - expected) <= relative * Math.abs(expected), said);
}

/** Asserts mean and bounds; the tolerance of the bounds is that of the mean unless it is given. */
export function assertInterval(
  actual: Pick<Estimate, "mean" | "lower" | "upper">,
  expected: { mean: number | null; lower: number | null; upper: number | null },
  relative: number,
  what: string,
  relativeOfBounds = relative,
): void {
  assertClose(actual.mean, expected.mean, relative, `${what}, mean`);
  assertClose(actual.lower, expected.lower, relativeOfBounds, `${what}, lower`);
  assertClose(actual.upper, expected.upper, relativeOfBounds, `${what}, upper`);
}
