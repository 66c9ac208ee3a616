import type { Code } from "./code.js";
import { exp64, log64 } from "./doubleMath.js";
import { f32x4, f64x2, i32x4, v128 } from "./instructions.js";
import { horner } from "./mathWriter.js";
import { Sinusoids } from "./sinusoids.js";

const { add, sub, mul, div } = f32x4;
const real = f32x4.const;

/**
 * Elementary functions on four single precision lanes: errors of one to three units in the last place,
 * infinities, not-a-number and denormal numbers as IEEE 754 has them. Polynomials and constants for
 * log, exp, sin, cos and tanh are those of S. Moshier's Cephes library (single precision).
 */
export class VectorMath extends Sinusoids {
  /** @param isPositiveNormal whether x is known to be a positive, finite, not denormal number */
  log(x: Code, isPositiveNormal = false): Code {
    return this.shared(x, "log", () => {
      if (isPositiveNormal) return this.logOfNormal(x, i32x4.const(126));
      const isDenormal = this.named(f32x4.lt(x, real(2 ** -126)));
      const scaled = this.named(v128.bitselect(mul(x, real(2 ** 23)), x, isDenormal));
      const bias = i32x4.add(v128.and(isDenormal, i32x4.const(23)), i32x4.const(126));
      const finite = this.logOfNormal(scaled, bias);
      const upTo = v128.bitselect(finite, x, f32x4.lt(x, real(Infinity)));
      const orNaN = v128.or(upTo, f32x4.lt(x, real(0)));
      return v128.bitselect(real(-Infinity), orNaN, f32x4.eq(x, real(0)));
    });
  }

  exp(x: Code): Code {
    return this.shared(x, "exp", () => {
      const bounded = this.named(f32x4.pmin(f32x4.pmax(x, real(-104)), real(88.8)));
      const n = this.named(f32x4.nearest(mul(bounded, real(Math.LOG2E))));
      const mantissa = this.named(this.expSeries(bounded, n));
      // Two steps: 2^n alone may be too large or too small for a number that is in range.
      const whole = this.named(i32x4.truncSatF32x4S(n));
      const half = this.named(i32x4.shrS(whole, 1));
      const powerOfTwo = (exponent: Code) => i32x4.shl(i32x4.add(exponent, i32x4.const(127)), 23);
      return mul(mul(mantissa, powerOfTwo(half)), powerOfTwo(i32x4.sub(whole, half)));
    });
  }

  /**
   * base ** exponent; not-a-number for a negative base (exponent 0 gives 1). Logarithm and exponential are taken in double
   * precision: the error of a logarithm grows with the exponent.
   *
   * @param isFiniteMagnitude whether the base is known to be at least 0, finite and a number
   */
  power(base: Code, exponent: Code, isFiniteMagnitude = false): Code {
    const logarithms = this.halves(base).map((half) =>
      this.named(log64(half, isFiniteMagnitude, this.naming)),
    );
    const powers = this.halves(exponent).map((half, index) =>
      this.named(exp64(this.named(f64x2.mul(half, logarithms[index])), this.naming)),
    );
    const roundedPower = this.joined(powers);
    this.share(base, "log", this.named(this.joined(logarithms)));
    const isOne = v128.or(f32x4.eq(exponent, real(0)), f32x4.eq(base, real(1)));
    return v128.bitselect(real(1), roundedPower, isOne);
  }

  tanh(x: Code): Code {
    const magnitude = this.named(f32x4.abs(x));
    const squared = this.named(mul(x, x));
    const series = horner(
      squared,
      [-5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1, -3.33332819422e-1],
    );
    const small = add(mul(mul(series, squared), x), x);
    const doubled = this.named(mul(f32x4.pmin(magnitude, real(20)), real(2)));
    const large = sub(real(1), div(real(2), add(this.exp(doubled), real(1))));
    // Also of a zero.
    return withSignOf(v128.bitselect(small, large, f32x4.lt(magnitude, real(0.625))), x);
  }

  sigmoid(x: Code): Code {
    return div(real(1), add(real(1), this.exp(this.named(f32x4.neg(x)))));
  }

  expm1(x: Code): Code {
    const series = horner(x, [1 / 5040, 1 / 720, 1 / 120, 1 / 24, 1 / 6, 1 / 2]);
    const small = add(x, mul(mul(x, x), series));
    const isSmall = f32x4.lt(f32x4.abs(x), real(0.35));
    const value = v128.bitselect(small, sub(this.exp(x), real(1)), isSmall);
    return withSignOf(value, x);
  }

  sinh(x: Code): Code {
    const squared = this.named(mul(x, x));
    const series = horner(squared, [1 / 362880, 1 / 5040, 1 / 120, 1 / 6]);
    const small = add(x, mul(mul(x, squared), series));
    const half = this.halfExp(x);
    const large = sub(half, div(real(0.25), half));
    return v128.bitselect(small, withSignOf(large, x), f32x4.lt(f32x4.abs(x), real(1)));
  }

  cosh(x: Code): Code {
    const half = this.halfExp(x);
    return add(half, div(real(0.25), half));
  }

  /** exp(|x|) / 2: infinite only where the half is. */
  private halfExp(x: Code): Code {
    return this.shared(x, "half exp", () => {
      const root = this.exp(this.named(mul(f32x4.abs(x), real(0.5))));
      return mul(mul(root, real(0.5)), root);
    });
  }

  /** log(x 2^(126 - bias)). */
  private logOfNormal(x: Code, bias: Code): Code {
    const mantissa = this.named(
      v128.or(v128.and(x, i32x4.const(0x007fffff)), i32x4.const(0x3f000000)),
    );
    const isLow = this.named(f32x4.lt(mantissa, real(Math.SQRT1_2)));
    const exponents = i32x4.sub(i32x4.add(i32x4.shrU(x, 23), isLow), bias);
    const exponent = this.named(f32x4.convertI32x4S(exponents));
    const m = this.named(sub(add(mantissa, v128.and(mantissa, isLow)), real(1)));
    const squared = this.named(mul(m, m));
    const series = horner(
      m,
      [
        7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1,
        -1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
      ],
    );
    const tail = add(mul(exponent, real(-2.1219444e-4)), mul(mul(series, m), squared));
    const fraction = add(m, sub(tail, mul(real(0.5), squared)));
    return add(fraction, mul(exponent, real(0.693359375)));
  }

  /** exp(x - n log 2). */
  private expSeries(x: Code, n: Code): Code {
    const high = sub(x, mul(n, real(0.693359375)));
    const r = this.named(add(high, mul(n, real(2.1219444e-4))));
    const series = horner(
      r,
      [
        1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1,
        5.0000001201e-1,
      ],
    );
    return add(add(mul(series, mul(r, r)), r), real(1));
  }
}

function withSignOf(magnitude: Code, x: Code): Code {
  return v128.bitselect(x, magnitude, i32x4.const(-0x80000000));
}
