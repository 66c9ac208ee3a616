import type { Code } from "../../../util/wasm/code.js";
import { f64, f64x2, i32, i32x4, i64x2, loopUntil, v128 } from "../../../util/wasm/instructions.js";
import { FunctionWriter } from "../../../util/wasm/moduleWriter.js";
import { middle, stateWords, temper, twistMatrix, upperBit } from "./mersenneTwister.js";

/** Memory of a generator whose words are made in one straight stream. */
export interface StreamMemory {
  /** The last 624 words, and room for those of a stretch behind them. */
  readonly words: number;
  /** Low and width of the interval: two doubles. */
  readonly interval: number;
  /** The numbers of a stretch: doubles. */
  readonly numbers: number;
}

export function streamBytes(numbers: number): number {
  return 4 * (stateWords + 2 * numbers);
}

/**
 * A function that makes the next numbers of NumPy's `uniform`, an even number of them. Word n + 624 follows
 * from the words n, n + 1 and n + 397, and is written at its own place, four at a time.
 */
export function writeNextNumbers(memory: StreamMemory, numbers: number): FunctionWriter {
  const fn = new FunctionWriter([]);
  const bytes = 8 * numbers;
  const at = fn.local("i32");
  const steps = numbers % 8 === 0 ? 4 : 1;
  const through = (end: number, step: (offset: number) => readonly Code[]): readonly Code[] => [
    at.set(i32.const(0)),
    loopUntil(
      [
        ...Array.from({ length: steps }, (_, i) => step(16 * i)).flat(),
        at.set(i32.add(at.get, i32.const(16 * steps))),
      ],
      i32.geU(at.get, i32.const(end)),
    ),
  ];
  fn.emit(...through(bytes, (offset) => twistFour(fn, at.get, memory.words + offset)));

  fn.emit(
    ...through(bytes, (offset) => {
      const words = fn.local("v128");
      const loaded = v128.load(at.get, memory.words + 4 * stateWords + offset);
      return [...temper(words, loaded), v128.store(at.get, words.get, memory.numbers + offset)];
    }),
  );
  // In loops of their own: a processor looks ahead over more of several short chains than of a long one.
  const low = fn.local("v128");
  const width = fn.local("v128");
  fn.emit(
    low.set(f64x2.splat(f64.load(i32.const(0), memory.interval))),
    width.set(
      f64x2.splat(f64.mul(f64.load(i32.const(0), memory.interval + 8), f64.const(2 ** -53))),
    ),
    ...through(bytes, (offset) => {
      const words = fn.local("v128");
      const loaded = v128.load(at.get, memory.numbers + offset);
      const number = f64x2.add(low.get, f64x2.mul(width.get, wholeNumbers(words.get)));
      return [words.set(loaded), v128.store(at.get, number, memory.numbers + offset)];
    }),
  );
  // The last words become the first: 624 are 39 times four vectors.
  fn.emit(
    at.set(i32.const(0)),
    loopUntil(
      [
        ...[0, 16, 32, 48].map((offset) =>
          v128.store(
            at.get,
            v128.load(at.get, memory.words + bytes + offset),
            memory.words + offset,
          ),
        ),
        at.set(i32.add(at.get, i32.const(64))),
      ],
      i32.geU(at.get, i32.const(4 * stateWords)),
    ),
  );
  return fn;
}

/** The four words that follow from those at an address. */
function twistFour(fn: FunctionWriter, at: Code, words: number): readonly Code[] {
  const next = fn.local("v128");
  const bits = v128.bitselect(v128.load(at, words), next.get, i32x4.const(upperBit));
  const odd = i32x4.shrS(i32x4.shl(next.get, 31), 31);
  const twisted = v128.xor(
    v128.xor(v128.load(at, words + 4 * middle), i32x4.shrU(bits, 1)),
    v128.and(odd, i32x4.const(twistMatrix)),
  );
  return [next.set(v128.load(at, words + 4)), v128.store(at, twisted, words + 4 * stateWords)];
}

/**
 * The upper 27 bits of each first word and the upper 26 of each second one, as whole numbers below 2^53. Both
 * are put behind the leading bit of a double, whose worth is then taken away: all of it is exact.
 */
function wholeNumbers(words: Code): Code {
  const upper = v128.or(v128.and(words, pairs(0xffffffe0)), doubles(2 ** 73));
  const lower = v128.or(i64x2.shrU(words, 38), doubles(2 ** 52));
  return f64x2.add(f64x2.sub(upper, doubles(2 ** 73 + 2 ** 52)), lower);
}

const doubles = (value: number): Code => f64x2.const(value);

/** Two 64-bit integers. */
function pairs(value: number): Code {
  const bytes = [...new Uint8Array(BigInt64Array.of(BigInt(value)).buffer)];
  return v128.const([bytes, bytes]);
}
