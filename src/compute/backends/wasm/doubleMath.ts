import type { Code } from "./code.js";
import { f64x2, i32x4, shuffle32, v128 } from "./instructions.js";

const { add, sub, mul, div } = f64x2;
const real = f64x2.const;

/** Puts a value into a variable, so that it is computed once. */
export type Naming = (value: Code) => Code;

/** Sixteen bytes of two equal 64-bit integers. */
function integers(value: bigint): Code {
  const bytes = [...new Uint8Array(BigInt64Array.of(value).buffer)];
  return v128.const([bytes, bytes]);
}

function horner(x: Code, coefficients: readonly number[]): Code {
  const [first, ...others] = coefficients;
  return others.reduce<Code>(
    (sum, coefficient) => add(mul(sum, x), real(coefficient)),
    real(first),
  );
}

/**
 * Natural logarithm of two doubles that were single precision numbers: relative error below 1e-11,
 * much less than a single precision number can tell.
 *
 * @param isFiniteMagnitude whether x is known to be at least 0, finite and a number
 */
export function log64(x: Code, isFiniteMagnitude: boolean, named: Naming): Code {
  const mantissa = named(
    v128.or(v128.and(x, integers(0xfffffffffffffn)), integers(0x3ff0000000000000n)),
  );
  const isHigh = named(f64x2.gt(mantissa, real(Math.SQRT2)));
  const m = named(v128.bitselect(mul(mantissa, real(0.5)), mantissa, isHigh));
  const biased = i32x4.shrU(shuffle32(x, x, [1, 3, 1, 3]), 20);
  const whole = f64x2.convertLowI32x4S(i32x4.sub(biased, i32x4.const(1023)));
  const exponent = add(whole, v128.and(isHigh, real(1)));
  // log m = 2 artanh((m - 1) / (m + 1))
  const z = named(div(sub(m, real(1)), add(m, real(1))));
  const squared = named(mul(z, z));
  const series = horner(squared, [2 / 13, 2 / 11, 2 / 9, 2 / 7, 2 / 5, 2 / 3, 2]);
  const finite = add(mul(z, series), mul(exponent, real(Math.LN2)));
  if (isFiniteMagnitude) return v128.bitselect(real(-Infinity), finite, f64x2.eq(x, real(0)));
  const upTo = v128.bitselect(finite, x, f64x2.lt(x, real(Infinity)));
  const orNaN = v128.or(upTo, f64x2.lt(x, real(0)));
  return v128.bitselect(real(-Infinity), orNaN, f64x2.eq(x, real(0)));
}

/**
 * exp of two doubles, right to single precision: relative error below 1e-9, infinite or 0 where a
 * single precision number would be.
 */
export function exp64(x: Code, named: Naming): Code {
  const bounded = named(f64x2.pmin(f64x2.pmax(x, real(-200)), real(200)));
  const n = named(f64x2.nearest(mul(bounded, real(Math.LOG2E))));
  const r = named(sub(bounded, mul(n, real(Math.LN2))));
  const series = horner(r, [1 / 40320, 1 / 5040, 1 / 720, 1 / 120, 1 / 24, 1 / 6, 1 / 2, 1, 1]);
  const biased = i32x4.shl(i32x4.add(i32x4.truncSatF64x2SZero(n), i32x4.const(1023)), 20);
  // The exponents go into the upper words of the doubles.
  const upper = v128.and(shuffle32(biased, biased, [0, 0, 1, 1]), integers(-0x100000000n));
  return mul(series, upper);
}
