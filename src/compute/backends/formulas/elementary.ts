import { exp64, log64 } from "./doubleMath.js";
import { horner, hornerOn, type Instructions, type Values } from "./instructions.js";
import { OperandMemo } from "./operandMemo.js";
import { Sinusoids } from "./sinusoids.js";

/** Those of the single precision number next to √½. */
const bitsOfRootOfHalf = 0x3f3504f3;

/**
 * Elementary functions in single precision: errors of one to three units in the last place, infinities,
 * not-a-number, denormal numbers and the signs of zeros as IEEE 754 has them. Polynomials and constants
 * for log, exp, sin, cos and tanh are those of S. Moshier's Cephes library (single precision).
 */
export class ElementaryFunctions<T extends Values> {
  private readonly memo = new OperandMemo();
  private readonly sinusoids: Sinusoids<T>;

  constructor(private readonly target: Instructions<T>) {
    this.sinusoids = new Sinusoids(target, this.memo);
  }

  /** Runs `write` inside a loop: what it computes is not known afterwards. */
  inLoop(write: () => void): void {
    this.memo.inLoop(write);
  }

  sin(x: T["single"]): T["single"] {
    return this.sinusoids.sin(x);
  }

  cos(x: T["single"]): T["single"] {
    return this.sinusoids.cos(x);
  }

  /** @param isPositiveNormal whether x is known to be a positive, finite, not denormal number */
  log(x: T["single"], isPositiveNormal = false): T["single"] {
    const { single, integer } = this.target;
    const { const: real, name } = single;
    return this.shared(x, "log", () => {
      if (isPositiveNormal) return this.logOfNormal(x);
      const isDenormal = single.nameMask(single.lt(x, real(2 ** -126)));
      const scaled = name(single.select(isDenormal, single.mul(x, real(2 ** 23)), x));
      const finite = this.logOfNormal(scaled, integer.orZero(isDenormal, integer.const(23)));
      const upTo = single.select(single.lt(x, real(Infinity)), finite, x);
      const orNaN = single.orNaN(upTo, single.lt(x, real(0)));
      return single.select(single.eq(x, real(0)), real(-Infinity), orNaN);
    });
  }

  exp(x: T["single"]): T["single"] {
    const { single, integer } = this.target;
    const { mul, const: real, name } = single;
    return this.shared(x, "exp", () => {
      const bounded = name(single.pmin(single.pmax(x, real(-104)), real(88.8)));
      const n = name(single.nearest(mul(bounded, real(Math.LOG2E))));
      const mantissa = name(this.expSeries(bounded, n));
      // Two steps: 2^n alone may be too large or too small for a number that is in range.
      const whole = integer.name(single.truncate(n));
      const half = integer.name(integer.shrS(whole, 1));
      const powerOfTwo = (exponent: T["integer"]) =>
        single.fromBits(integer.shl(integer.add(exponent, integer.const(127)), 23));
      return mul(mul(mantissa, powerOfTwo(half)), powerOfTwo(integer.sub(whole, half)));
    });
  }

  /**
   * base ** exponent; not-a-number for a negative base (exponent 0 gives 1). Logarithm and exponential
   * are taken in double precision: the error of a logarithm grows with the exponent.
   *
   * @param isFiniteMagnitude whether the base is known to be at least 0, finite and a number
   */
  power(base: T["single"], exponent: T["single"], isFiniteMagnitude = false): T["single"] {
    const { single, double } = this.target;
    const { const: real } = single;
    const logarithms = double
      .widened(base)
      .map((part) => double.name(log64(double, part, isFiniteMagnitude)));
    const powers = double
      .widened(exponent)
      .map((part, index) =>
        double.name(exp64(double, double.name(double.mul(part, logarithms[index])))),
      );
    const rounded = double.narrowed(powers);
    this.memo.remember(base, "log", single.name(double.narrowed(logarithms)));
    const isOne = single.either(single.eq(exponent, real(0)), single.eq(base, real(1)));
    return single.select(isOne, real(1), rounded);
  }

  tanh(x: T["single"]): T["single"] {
    const { single } = this.target;
    const { add, sub, mul, div, const: real, name } = single;
    const magnitude = name(single.abs(x));
    const squared = name(mul(x, x));
    const series = horner(
      single,
      squared,
      [-5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1, -3.33332819422e-1],
    );
    const small = add(mul(mul(series, squared), x), x);
    const doubled = name(mul(single.pmin(magnitude, real(20)), real(2)));
    const large = sub(real(1), div(real(2), add(this.exp(doubled), real(1))));
    // Also of a zero.
    return single.withSignOf(single.select(single.lt(magnitude, real(0.625)), small, large), x);
  }

  sigmoid(x: T["single"]): T["single"] {
    const { add, div, neg, const: real, name } = this.target.single;
    return div(real(1), add(real(1), this.exp(name(neg(x)))));
  }

  expm1(x: T["single"]): T["single"] {
    const { single } = this.target;
    const { add, sub, mul, const: real } = single;
    const series = horner(single, x, [1 / 5040, 1 / 720, 1 / 120, 1 / 24, 1 / 6, 1 / 2]);
    const small = add(x, mul(mul(x, x), series));
    const isSmall = single.lt(single.abs(x), real(0.35));
    return single.withSignOf(single.select(isSmall, small, sub(this.exp(x), real(1))), x);
  }

  sinh(x: T["single"]): T["single"] {
    const { single } = this.target;
    const { add, sub, mul, div, const: real } = single;
    const squared = single.name(mul(x, x));
    const series = horner(single, squared, [1 / 362880, 1 / 5040, 1 / 120, 1 / 6]);
    const small = add(x, mul(mul(x, squared), series));
    const half = this.halfExp(x);
    const large = sub(half, div(real(0.25), half));
    const isSmall = single.lt(single.abs(x), real(1));
    return single.select(isSmall, small, single.withSignOf(large, x));
  }

  cosh(x: T["single"]): T["single"] {
    const { add, div, const: real } = this.target.single;
    const half = this.halfExp(x);
    return add(half, div(real(0.25), half));
  }

  /** exp(|x|) / 2: infinite only where the half is. */
  private halfExp(x: T["single"]): T["single"] {
    const { mul, abs, const: real, name } = this.target.single;
    return this.shared(x, "half exp", () => {
      const root = this.exp(name(mul(abs(x), real(0.5))));
      return mul(mul(root, real(0.5)), root);
    });
  }

  /** log(x 2^-scale). */
  private logOfNormal(x: T["single"], scale?: T["integer"]): T["single"] {
    const { single, integer } = this.target;
    const { add, sub, mul, const: real, name } = single;
    // The exponent of 2 that leaves a number in [√½, √2): bits count on evenly through all numbers.
    const fromRoot = integer.sub(single.bits(x), integer.const(bitsOfRootOfHalf));
    const whole = integer.name(integer.shrS(fromRoot, 23));
    const found = name(single.fromInteger(scale ? integer.sub(whole, scale) : whole));
    const mantissa = single.fromBits(integer.sub(single.bits(x), integer.shl(whole, 23)));
    // Where x may be anything, it is looked at again behind this.
    const parted = (values: readonly T["single"][]) =>
      scale === undefined ? (this.target.parted?.(values) ?? values) : values;
    let [exponent, m] = parted([found, name(sub(mantissa, real(1)))]);
    const [highest, ...others] = [
      7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1,
    ];
    const lowest = [-1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1];
    let series = name(hornerOn(single, real(highest), m, others));
    [exponent, m, series] = parted([exponent, m, series]);
    series = name(hornerOn(single, series, m, lowest));
    [exponent, m, series] = parted([exponent, m, series]);
    const squared = name(mul(m, m));
    const tail = add(mul(exponent, real(-2.1219444e-4)), mul(mul(series, m), squared));
    const fraction = add(m, sub(tail, mul(real(0.5), squared)));
    return add(fraction, mul(exponent, real(0.693359375)));
  }

  /** exp(x - n log 2). */
  private expSeries(x: T["single"], n: T["single"]): T["single"] {
    const { single } = this.target;
    const { add, sub, mul, const: real, name } = single;
    const high = sub(x, mul(n, real(0.693359375)));
    const r = name(add(high, mul(n, real(2.1219444e-4))));
    const series = horner(
      single,
      r,
      [
        1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1,
        5.0000001201e-1,
      ],
    );
    return add(add(mul(series, mul(r, r)), r), real(1));
  }

  /** Computes something of an operand once: another function of it may need the same. */
  private shared(operand: T["single"], what: string, compute: () => T["single"]): T["single"] {
    return this.memo.find(operand, what, () => this.target.single.name(compute()));
  }
}
