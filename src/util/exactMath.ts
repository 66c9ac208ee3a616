import atan from "@stdlib/math-base-special-atan";
import cos from "@stdlib/math-base-special-cos";
import exp from "@stdlib/math-base-special-exp";
import expm1 from "@stdlib/math-base-special-expm1";
import log from "@stdlib/math-base-special-ln";
import log1p from "@stdlib/math-base-special-log1p";
import pow from "@stdlib/math-base-special-pow";
import sin from "@stdlib/math-base-special-sin";

/**
 * Elementary functions with the same last bits on every JavaScript engine. The language leaves those of
 * `Math.exp` and its like, and of `**`, to the engine, and V8 has changed them between versions; what is
 * committed or trained must not change with it. (`Math.sqrt`, rounding and the four operations are exact
 * everywhere.) A lint rule keeps the others out.
 */
export const exact = { atan, cos, cosh, exp, expm1, log, log1p, pow, sin, sinh, tanh } as const;

/** By expm1, so that nothing cancels near 0. */
function sinh(x: number): number {
  const size = Math.abs(x);
  const t = expm1(size);
  const half = exp(size / 2) / 2;
  // exp of the whole may be too large where its half is not.
  const value = size < 22 ? (t + t / (t + 1)) / 2 : 2 * half * half;
  return x < 0 ? -value : value;
}

function cosh(x: number): number {
  const half = exp(Math.abs(x) / 2) / 2;
  return 2 * half * half + 0.125 / (half * half);
}

/** By expm1, so that nothing cancels near 0. */
function tanh(x: number): number {
  const t = expm1(2 * Math.abs(x));
  const size = t === Infinity ? 1 : t / (t + 2);
  return x < 0 ? -size : size;
}
