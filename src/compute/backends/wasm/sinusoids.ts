import type { Code } from "./code.js";
import { f32x4, f64x2, i32x4, ifThen, shuffle32, v128 } from "./instructions.js";
import { horner, MathWriter } from "./mathWriter.js";
import type { Local } from "./moduleWriter.js";

const { add, sub, mul } = f32x4;
const real = f32x4.const;

/** Angles up to here are reduced in single precision. */
const largestPlainAngle = 30000;

/** Sine and cosine, which share everything but the last step. */
export class Sinusoids extends MathWriter {
  sin(x: Code): Code {
    const value = this.sinusoid(x, -1);
    return v128.bitselect(x, value, f32x4.eq(x, real(0)));
  }

  cos(x: Code): Code {
    return this.sinusoid(x, 0);
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
        v128.anyTrue(isLargeAngle(x)),
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
    // A small angle is reduced alike whatever is beside it.
    const isLarge = this.fn.local("v128");
    this.fn.emit(
      isLarge.set(isLargeAngle(x)),
      turns.set(
        v128.bitselect(shuffle32(low.turn, high.turn, [0, 1, 4, 5]), turns.get, isLarge.get),
      ),
      rest.set(v128.bitselect(this.joined([low.left, high.left]), rest.get, isLarge.get)),
    );
  }
}

/** Also not-a-number. */
function isLargeAngle(x: Code): Code {
  return v128.not(f32x4.lt(f32x4.abs(x), real(largestPlainAngle)));
}
