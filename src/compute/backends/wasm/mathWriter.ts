import type { Code } from "./code.js";
import { f32x4, f64x2, shuffle32 } from "./instructions.js";
import type { FunctionWriter } from "./moduleWriter.js";
import { OperandMemo } from "./operandMemo.js";

/** A polynomial in Horner's form, highest coefficient first. */
export function horner(x: Code, coefficients: readonly number[]): Code {
  const [first, ...others] = coefficients;
  return others.reduce<Code>(
    (sum, coefficient) => f32x4.add(f32x4.mul(sum, x), f32x4.const(coefficient)),
    f32x4.const(first),
  );
}

/** What functions on vectors are written with: variables, and a memory of what was computed before. */
export class MathWriter {
  protected readonly memo = new OperandMemo();

  constructor(protected readonly fn: FunctionWriter) {}

  /** Runs `write` inside a loop: what it computes is not known afterwards. */
  inLoop(write: () => void): void {
    this.memo.inLoop(write);
  }

  /** The lower and the upper two lanes in double precision. */
  protected halves(x: Code): Code[] {
    return [x, shuffle32(x, x, [2, 3, 2, 3])].map((pair) =>
      this.named(f64x2.promoteLowF32x4(pair)),
    );
  }

  /** Two halves in single precision. */
  protected joined([low, high]: readonly Code[]): Code {
    const pairs = [low, high].map((half) => f32x4.demoteF64x2Zero(half));
    return shuffle32(pairs[0], pairs[1], [0, 1, 4, 5]);
  }

  protected named(value: Code): Code {
    const local = this.fn.local("v128");
    this.fn.emit(local.set(value));
    return local.get;
  }

  protected readonly naming = (value: Code): Code => this.named(value);

  /** Computes something of an operand once: another function of it may need the same. */
  protected shared(operand: Code, what: string, compute: () => Code): Code {
    return this.memo.find(operand, what) ?? this.share(operand, what, this.named(compute()));
  }

  protected share(operand: Code, what: string, value: Code): Code {
    this.memo.remember(operand, what, value);
    return value;
  }
}
