import type { Code } from "../../../util/wasm/code.js";
import { i32x4, v128 } from "../../../util/wasm/instructions.js";
import type { Local } from "../../../util/wasm/moduleWriter.js";

/** Words of an MT19937 generator's state, and the numbers that its recurrence is made of. */
export const stateWords = 624;
export const middle = 397;
export const upperBit = -0x80000000;
export const lowerBits = 0x7fffffff;
export const twistMatrix = 0x9908b0df | 0;

/** Tempers four words, in a variable. */
export function temper(y: Local, words: Code): readonly Code[] {
  return [
    y.set(words),
    y.set(v128.xor(y.get, i32x4.shrU(y.get, 11))),
    y.set(v128.xor(y.get, v128.and(i32x4.shl(y.get, 7), i32x4.const(0x9d2c5680 | 0)))),
    y.set(v128.xor(y.get, v128.and(i32x4.shl(y.get, 15), i32x4.const(0xefc60000 | 0)))),
    y.set(v128.xor(y.get, i32x4.shrU(y.get, 18))),
  ];
}
