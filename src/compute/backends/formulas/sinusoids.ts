import { horner, type Corrected, type Instructions, type Values } from "./instructions.js";
import type { OperandMemo } from "./operandMemo.js";

/** Angles up to here are reduced in single precision. */
const largestPlainAngle = 30000;

/** π / 2 in parts whose products with the number of turns are exact: of 11 and of 33 bits. */
const plainParts = [1.5703125, 4.837512969970703125e-4, 7.54978995489188e-8];
const exactParts = [1.57079632673412561417, 6.0771005063039659766e-11, 2.02226624879595063154e-21];

/** Sine and cosine, which share everything but the last step. */
export class Sinusoids<T extends Values> {
  constructor(
    private readonly target: Instructions<T>,
    private readonly memo: OperandMemo,
  ) {}

  sin(x: T["single"]): T["single"] {
    const { single } = this.target;
    const value = this.turned(x, -1);
    return single.select(single.eq(x, single.const(0)), x, value);
  }

  cos(x: T["single"]): T["single"] {
    return this.turned(x, 0);
  }

  /** cos(x) for shift 0, sin(x) for shift -1: x is reduced by quarter turns. */
  private turned(x: T["single"], shift: 0 | -1): T["single"] {
    const { single, integer } = this.target;
    const { add, sub, mul, const: real } = single;
    const { integer: quarter, single: rest } = this.memo.find(x, "quarter turns", () =>
      this.quarterTurns(x),
    );
    const squared = this.memo.find(rest, "square", () => single.name(mul(rest, rest)));
    const sine = this.memo.find(rest, "sine", () => {
      const coefficients = [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1];
      const series = horner(single, squared, coefficients);
      return single.name(add(mul(mul(series, squared), rest), rest));
    });
    const cosine = this.memo.find(rest, "cosine", () => {
      const coefficients = [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2];
      const series = horner(single, squared, coefficients);
      const tail = sub(mul(mul(series, squared), squared), mul(squared, real(0.5)));
      return single.name(add(tail, real(1)));
    });
    const one = integer.const(1);
    const q = integer.name(shift === 0 ? quarter : integer.sub(quarter, one));
    // Quarter turns 0 to 3: cos, -sin, -cos, sin.
    const isOdd = integer.eq(integer.and(q, one), one);
    const isNegative = integer.and(integer.add(q, one), integer.const(2));
    const chosen = single.bits(single.select(isOdd, sine, cosine));
    return single.fromBits(integer.xor(chosen, integer.shl(isNegative, 30)));
  }

  /** The nearest number of quarter turns, and what is left of x. */
  private quarterTurns(x: T["single"]): Corrected<T> {
    const { single } = this.target;
    const { sub, mul, const: real } = single;
    const n = single.name(single.nearest(mul(x, real(2 / Math.PI))));
    const plain = {
      integer: single.truncate(n),
      single: plainParts.reduce<T["single"]>((left, part) => sub(left, mul(n, real(part))), x),
    };
    // Also not-a-number.
    const isLarge = () => single.not(single.lt(single.abs(x), real(largestPlainAngle)));
    return this.target.replacedWhere(isLarge, plain, () => this.reduceLargeAngle(x));
  }

  /** The same in double precision. Infinite angles leave not-a-number. */
  private reduceLargeAngle(x: T["single"]): Corrected<T> {
    const { double } = this.target;
    const { sub, mul, nearest, const: real, name } = double;
    const parts = double.widened(x).map((exact) => {
      const n = name(nearest(mul(exact, real(2 / Math.PI))));
      const left = exactParts.reduce<T["double"]>(
        (angle, part) => sub(angle, mul(n, real(part))),
        exact,
      );
      const fourths = nearest(mul(n, real(0.25)));
      return { turn: sub(n, mul(fourths, real(4))), left: name(left) };
    });
    return {
      integer: double.truncated(parts.map(({ turn }) => turn)),
      single: double.narrowed(parts.map(({ left }) => left)),
    };
  }
}
