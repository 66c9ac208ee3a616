import type { Code } from "./code.js";
import { exp64, log64 } from "./doubleMath.js";
import { f32x4, f64x2, i32x4, ifThen, shuffle32, v128 } from "./instructions.js";
import type { FunctionWriter, Local } from "./moduleWriter.js";
import { OperandMemo } from "./operandMemo.js";

const { add, sub, mul, div } = f32x4;
const real = f32x4.const;

/** A polynomial in Horner's form, highest coefficient first. */
function horner(x: Code, coefficients: readonly number[]): Code {
  const [first, ...others] = coefficients;
  return others.reduce<Code>(
    (sum, coefficient) => add(mul(sum, x), real(coefficient)),
    real(first),
  );
}

/** Angles up to here are reduced in single precision. */
const largestPlainAngle = 30000;

/**
 * Elementary functions on four single precision lanes: errors of one to three units in the last place,
 * infinities, not-a-number and denormal numbers as IEEE 754 has them. Polynomials and constants for
 * log, exp, sin, cos and tanh are those of S. Moshier's Cephes library (single precision).
 */
export class VectorMath {
  private readonly memo = new OperandMemo();

  constructor(private readonly fn: FunctionWriter) {}

  /** Runs `write` inside a loop: what it computes is not known afterwards. */
  inLoop(write: () => void): void {
    this.memo.inLoop(write);
  }

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

  sin(x: Code): Code {
    return this.sinusoid(x, -1);
  }

  cos(x: Code): Code {
    return this.sinusoid(x, 0);
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
    return v128.bitselect(small, withSignOf(large, x), f32x4.lt(magnitude, real(0.625)));
  }

  sigmoid(x: Code): Code {
    return div(real(1), add(real(1), this.exp(this.named(f32x4.neg(x)))));
  }

  expm1(x: Code): Code {
    const series = horner(x, [1 / 5040, 1 / 720, 1 / 120, 1 / 24, 1 / 6, 1 / 2]);
    const small = add(x, mul(mul(x, x), series));
    return v128.bitselect(small, sub(this.exp(x), real(1)), f32x4.lt(f32x4.abs(x), real(0.35)));
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

  /** cos(x) for shift 0, sin(x) for shift -1: x is reduced by quarter turns. */
  private sinusoid(x: Code, shift: 0 | -1): Code {
    const quarter = this.shared(x, "quarter turns", () => this.quarterTurns(x));
    const rest = this.memo.find(x, "rest")!;
    const squared = this.shared(rest, "square", () => mul(rest, rest));
    const sine = this.shared(rest, "sine", () => {
      const series = horner(squared, [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1]);
      return add(mul(mul(series, squared), rest), rest);
    });
    const cosine = this.shared(rest, "cosine", () => {
      const series = horner(
        squared,
        [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2],
      );
      const tail = sub(mul(mul(series, squared), squared), mul(squared, real(0.5)));
      return add(tail, real(1));
    });
    const turned = shift === 0 ? quarter : i32x4.sub(quarter, i32x4.const(1));
    const q = this.named(turned);
    // Quarter turns 0 to 3: cos, -sin, -cos, sin.
    const isOdd = i32x4.eq(v128.and(q, i32x4.const(1)), i32x4.const(1));
    const isNegative = v128.and(i32x4.add(q, i32x4.const(1)), i32x4.const(2));
    return v128.xor(v128.bitselect(sine, cosine, isOdd), i32x4.shl(isNegative, 30));
  }

  /** The nearest number of quarter turns; what is left of x is shared as "rest". */
  private quarterTurns(x: Code): Code {
    const n = this.named(f32x4.nearest(mul(x, real(2 / Math.PI))));
    const turns = this.fn.local("v128");
    const rest = this.fn.local("v128");
    const parts = [1.5703125, 4.837512969970703125e-4, 7.54978995489188e-8];
    this.fn.emit(
      turns.set(i32x4.truncSatF32x4S(n)),
      rest.set(parts.reduce<Code>((left, part) => sub(left, mul(n, real(part))), x)),
      ifThen(
        v128.anyTrue(v128.not(f32x4.lt(f32x4.abs(x), real(largestPlainAngle)))),
        this.fn.capture(() => this.reduceLargeAngles(x, turns, rest)),
      ),
    );
    this.share(x, "rest", rest.get);
    return turns.get;
  }

  /** The same in double precision, two lanes at a time. Infinite angles leave not-a-number. */
  private reduceLargeAngles(x: Code, turns: Local, rest: Local): void {
    // π / 2 in parts of 33 bits: products with the number of turns are exact.
    const parts = [1.57079632673412561417, 6.0771005063039659766e-11, 2.02226624879595063154e-21];
    const halves = this.halves(x).map((exact) => {
      const n = this.named(f64x2.nearest(f64x2.mul(exact, f64x2.const(2 / Math.PI))));
      const left = parts.reduce<Code>(
        (angle, part) => f64x2.sub(angle, f64x2.mul(n, f64x2.const(part))),
        exact,
      );
      const fourths = f64x2.nearest(f64x2.mul(n, f64x2.const(0.25)));
      const turn = f64x2.sub(n, f64x2.mul(fourths, f64x2.const(4)));
      return {
        turn: this.named(i32x4.truncSatF64x2SZero(turn)),
        left: this.named(left),
      };
    });
    const [low, high] = halves;
    this.fn.emit(
      turns.set(shuffle32(low.turn, high.turn, [0, 1, 4, 5])),
      rest.set(this.joined([low.left, high.left])),
    );
  }

  /** The lower and the upper two lanes in double precision. */
  private halves(x: Code): Code[] {
    return [x, shuffle32(x, x, [2, 3, 2, 3])].map((pair) =>
      this.named(f64x2.promoteLowF32x4(pair)),
    );
  }

  /** Two halves in single precision. */
  private joined([low, high]: readonly Code[]): Code {
    const pairs = [low, high].map((half) => f32x4.demoteF64x2Zero(half));
    return shuffle32(pairs[0], pairs[1], [0, 1, 4, 5]);
  }

  private named(value: Code): Code {
    const local = this.fn.local("v128");
    this.fn.emit(local.set(value));
    return local.get;
  }

  private readonly naming = (value: Code): Code => this.named(value);

  /** Computes something of an operand once: another function of it may need the same. */
  private shared(operand: Code, what: string, compute: () => Code): Code {
    return this.memo.find(operand, what) ?? this.share(operand, what, this.named(compute()));
  }

  private share(operand: Code, what: string, value: Code): Code {
    this.memo.remember(operand, what, value);
    return value;
  }
}

function withSignOf(magnitude: Code, x: Code): Code {
  return v128.bitselect(x, magnitude, i32x4.const(-0x80000000));
}
