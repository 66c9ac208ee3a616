import { horner, type DoubleInstructions, type Values } from "./instructions.js";

/**
 * Natural logarithm of doubles that were single precision numbers: relative error below 1e-11, much
 * less than a single precision number can tell.
 *
 * @param isFiniteMagnitude whether x is known to be at least 0, finite and a number
 */
export function log64<T extends Values>(
  double: DoubleInstructions<T>,
  x: T["double"],
  isFiniteMagnitude: boolean,
): T["double"] {
  const { add, sub, mul, div, const: real, name } = double;
  const fraction = name(double.fraction(x));
  const isHigh = double.nameMask(double.gt(fraction, real(Math.SQRT2)));
  const m = name(double.select(isHigh, mul(fraction, real(0.5)), fraction));
  const exponent = add(double.exponent(x), double.orZero(real(1), isHigh));
  // log m = 2 artanh((m - 1) / (m + 1))
  const z = name(div(sub(m, real(1)), add(m, real(1))));
  const squared = name(mul(z, z));
  const series = horner(double, squared, [2 / 13, 2 / 11, 2 / 9, 2 / 7, 2 / 5, 2 / 3, 2]);
  const finite = add(mul(z, series), mul(exponent, real(Math.LN2)));
  const isZero = double.eq(x, real(0));
  if (isFiniteMagnitude) return double.select(isZero, real(-Infinity), finite);
  const upTo = double.select(double.lt(x, real(Infinity)), finite, x);
  const orNaN = double.orNaN(upTo, double.lt(x, real(0)));
  return double.select(isZero, real(-Infinity), orNaN);
}

/**
 * exp of doubles, right to single precision: relative error below 1e-9, infinite or 0 where a single
 * precision number would be.
 */
export function exp64<T extends Values>(
  double: DoubleInstructions<T>,
  x: T["double"],
): T["double"] {
  const { sub, mul, const: real, name } = double;
  const bounded = name(double.pmin(double.pmax(x, real(-200)), real(200)));
  const n = name(double.nearest(mul(bounded, real(Math.LOG2E))));
  const r = name(sub(bounded, mul(n, real(Math.LN2))));
  const coefficients = [1 / 40320, 1 / 5040, 1 / 720, 1 / 120, 1 / 24, 1 / 6, 1 / 2, 1, 1];
  const series = horner(double, r, coefficients);
  return mul(series, double.powerOfTwo(n));
}
