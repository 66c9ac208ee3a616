import type { Code } from "../../../util/wasm/code.js";
import {
  f64,
  f64x2,
  i32,
  i32x4,
  ifThen,
  loopUntil,
  loopWhile,
  shuffle32,
  v128,
} from "../../../util/wasm/instructions.js";
import { FunctionWriter } from "../../../util/wasm/moduleWriter.js";
import { lowerBits, middle, stateWords, temper, twistMatrix, upperBit } from "./mersenneTwister.js";

/** Addresses of an MT19937 generator in memory. */
export interface TwisterMemory {
  /** 624 words. */
  readonly state: number;
  /** The same, tempered: the words that are handed out. */
  readonly words: number;
  /** How many of them are used up: an integer. */
  readonly position: number;
}

/** Bytes of {@link TwisterMemory.state} and {@link TwisterMemory.words}. */
export const twisterBytes = stateWords * 4;

/** A function that makes the next 624 words. */
export function writeTwist(memory: TwisterMemory): FunctionWriter {
  const fn = new FunctionWriter([]);
  const at = fn.local("i32");
  const end = (words: number) => i32.const(words * 4);

  /** @param first the word that `at` counts from: addresses in code are not negative */
  const four = (first: number, source: number): Code => {
    const place = (word: number) => memory.state + word * 4;
    const high = v128.and(v128.load(at.get, place(first)), i32x4.const(upperBit));
    const low = v128.and(v128.load(at.get, place(first + 1)), i32x4.const(lowerBits));
    const bits = fn.local("v128");
    const odd = i32x4.neg(v128.and(bits.get, i32x4.const(1)));
    const twisted = v128.xor(
      v128.xor(v128.load(at.get, place(source)), i32x4.shrU(bits.get, 1)),
      v128.and(odd, i32x4.const(twistMatrix)),
    );
    return [bits.set(v128.or(high, low)), v128.store(at.get, twisted, place(first))];
  };
  const one = (index: number): Code => {
    const word = (i: number) => i32.load(i32.const(0), memory.state + (i % stateWords) * 4);
    const bits = fn.local("i32");
    const odd = i32.sub(i32.const(0), i32.and(bits.get, i32.const(1)));
    const twisted = i32.xor(
      i32.xor(word(index + middle), i32.shrU(bits.get, i32.const(1))),
      i32.and(odd, i32.const(twistMatrix)),
    );
    return [
      bits.set(
        i32.or(
          i32.and(word(index), i32.const(upperBit)),
          i32.and(word(index + 1), i32.const(lowerBits)),
        ),
      ),
      i32.store(i32.const(0), twisted, memory.state + index * 4),
    ];
  };
  const advance = at.set(i32.add(at.get, i32.const(16)));
  const whole = stateWords - middle - ((stateWords - middle) % 4);
  fn.emit(at.set(i32.const(0)), loopWhile(i32.ltU(at.get, end(whole)), [four(0, middle), advance]));
  for (let index = whole; index < stateWords - middle; index++) fn.emit(one(index));
  fn.emit(
    at.set(i32.const(0)),
    loopWhile(i32.ltU(at.get, end(middle - 1)), [four(stateWords - middle, 0), advance]),
    one(stateWords - 1),
  );
  const y = fn.local("v128");
  fn.emit(
    at.set(i32.const(0)),
    loopWhile(i32.ltU(at.get, end(stateWords)), [
      ...temper(y, v128.load(at.get, memory.state)),
      v128.store(at.get, y.get, memory.words),
      advance,
    ]),
    i32.store(i32.const(0), i32.const(0), memory.position),
  );
  return fn;
}

/** A function that returns the next word. */
export function writeNextWord(memory: TwisterMemory, twist: Code): FunctionWriter {
  const fn = new FunctionWriter([], ["i32"]);
  const position = fn.local("i32");
  const read = position.set(i32.load(i32.const(0), memory.position));
  fn.emit(
    read,
    ifThen(i32.eq(position.get, i32.const(stateWords)), [twist, read]),
    i32.store(i32.const(0), i32.add(position.get, i32.const(1)), memory.position),
    i32.load(i32.mul(position.get, i32.const(4)), memory.words),
  );
  return fn;
}

/**
 * A function of an address, a number of bytes and the addresses of low and high - low: fills doubles
 * with NumPy's uniform numbers, two at a time where a pair of them does not straddle two blocks.
 */
export function writeFillUniform(
  memory: TwisterMemory,
  twist: Code,
  nextWord: Code,
): FunctionWriter {
  const fn = new FunctionWriter(["i32", "i32", "i32"]);
  const [target, bytes, interval] = [0, 1, 2].map((index) => fn.parameter(index));
  const end = fn.local("i32");
  const position = fn.local("i32");
  const read = position.set(i32.load(i32.const(0), memory.position));
  const write = i32.store(i32.const(0), position.get, memory.position);

  const low = fn.local("v128");
  const width = fn.local("v128");
  const four = fn.local("v128");
  const source = fn.local("i32");
  const plainEnd = fn.local("i32");
  // The 53 bits of each number, as a whole number; the width is scaled to make up for it.
  const bits = (upper: number, lower: number, shift: number) =>
    f64x2.convertLowI32x4S(
      i32x4.shrU(shuffle32(four.get, four.get, [upper, lower, upper, lower]), shift),
    );
  const whole = f64x2.add(f64x2.mul(bits(0, 2, 5), f64x2.const(67108864)), bits(1, 3, 6));
  const word = fn.local("i32");
  const scalarUnit = f64.mul(
    f64.add(
      f64.mul(f64.convertI32U(i32.shrU(word.get, i32.const(5))), f64.const(67108864)),
      f64.convertI32U(i32.shrU(nextWord, i32.const(6))),
    ),
    f64.const(2 ** -53),
  );
  // How many numbers can be made two at a time before the block or the target ends.
  const plainBytes = fn.local("i32");
  const blockBytes = i32.mul(
    i32.shrU(i32.sub(i32.const(stateWords), position.get), i32.const(2)),
    i32.const(16),
  );
  const targetBytes = i32.and(i32.sub(end.get, target.get), i32.const(-16));
  const measure: Code = [
    plainBytes.set(targetBytes),
    ifThen(i32.gtU(plainBytes.get, blockBytes), [plainBytes.set(blockBytes)]),
    ifThen(i32.and(position.get, i32.const(1)), [plainBytes.set(i32.const(0))]),
  ];
  fn.emit(
    end.set(i32.add(target.get, bytes.get)),
    low.set(f64x2.splat(f64.load(interval.get))),
    width.set(f64x2.splat(f64.mul(f64.load(interval.get, 8), f64.const(2 ** -53)))),
    read,
    loopWhile(i32.ltU(target.get, end.get), [
      ifThen(i32.eq(position.get, i32.const(stateWords)), [twist, read]),
      measure,
      ifThen(
        plainBytes.get,
        [
          source.set(i32.mul(position.get, i32.const(4))),
          plainEnd.set(i32.add(target.get, plainBytes.get)),
          position.set(i32.add(position.get, i32.shrU(plainBytes.get, i32.const(2)))),
          loopUntil(
            [
              four.set(v128.load(source.get, memory.words)),
              v128.store(target.get, f64x2.add(low.get, f64x2.mul(width.get, whole))),
              source.set(i32.add(source.get, i32.const(16))),
              target.set(i32.add(target.get, i32.const(16))),
            ],
            i32.geU(target.get, plainEnd.get),
          ),
        ],
        [
          write,
          word.set(nextWord),
          f64.store(
            target.get,
            f64.add(f64.load(interval.get), f64.mul(f64.load(interval.get, 8), scalarUnit)),
          ),
          read,
          target.set(i32.add(target.get, i32.const(8))),
        ],
      ),
    ]),
    write,
  );
  return fn;
}
