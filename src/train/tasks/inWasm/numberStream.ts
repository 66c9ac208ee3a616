import type { Code } from "../../../util/wasm/code.js";
import {
  f64,
  f64x2,
  i32,
  i32x4,
  i64x2,
  ifThen,
  loopUntil,
  v128,
} from "../../../util/wasm/instructions.js";
import { FunctionWriter, type Local } from "../../../util/wasm/moduleWriter.js";
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
  const scale = writeScale(fn, memory.interval);
  const convert = (number: (words: Code) => Code): readonly Code[] =>
    through(bytes, (offset) => {
      const words = fn.local("v128");
      const loaded = v128.load(at.get, memory.numbers + offset);
      return [words.set(loaded), v128.store(at.get, number(words.get), memory.numbers + offset)];
    });
  fn.emit(
    ifThen(
      scale.isPlain,
      convert((words) => sumOfBits(words, scale)),
      convert((words) =>
        f64x2.add(scale.low.get, f64x2.mul(scale.width.get, sumOfBits(words, scale))),
      ),
    ),
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
  const odd = v128.and(next.get, i32x4.const(1));
  const twisted = v128.xor(
    v128.xor(v128.load(at, words + 4 * middle), i32x4.shrU(bits, 1)),
    i32x4.mul(odd, i32x4.const(twistMatrix)),
  );
  return [next.set(v128.load(at, words + 4)), v128.store(at, twisted, words + 4 * stateWords)];
}

/** How the bits of two words become a number of the interval. */
interface Scale {
  /** A power of two in whose double the upper bits of the first word are put behind the leading one, */
  readonly upper: Local;
  /** and those of the second word. */
  readonly lower: Local;
  /** What is taken away from both: their leading bits. */
  readonly taken: Local;
  /** Not zero: sums of bits are numbers of the interval. Otherwise they are whole numbers below 2^53. */
  readonly isPlain: Code;
  /** The interval's low end, and its width as a share of 2^53. */
  readonly low: Local;
  readonly width: Local;
}

/** The powers of two of whole numbers: one's last place is worth 2^21, the other's 1. */
const upperPower = 2 ** 73;
const lowerPower = 2 ** 52;
/** Both in widths of the interval. */
const leadingWidths = (upperPower + lowerPower) * 2 ** -53;
/** So many widths away from 0 the interval may be for differences to be exact: half of all. */
const mostWidths = 2 ** 19;
/** Widths may be 2^-200 to 2^200: nothing overflows. */
const widest = 200;

const highWord = (value: number): number => new Int32Array(Float64Array.of(value).buffer)[1];

/**
 * NumPy multiplies a number below 1 by the width, rounds, adds the low end and rounds again. Where the width is
 * a power of two and the low end a multiple of a small part of it, the product is exact and so is everything
 * before the last sum: the bits are put behind powers of two that are scaled already, and the low end is taken
 * away together with the leading bits.
 */
function writeScale(fn: FunctionWriter, interval: number): Scale {
  const [upper, lower, taken, low, width] = Array.from({ length: 5 }, () => fn.local("v128"));
  const [widths, rest] = [fn.local("f64"), fn.local("f64")];
  const isPlain = fn.local("i32");
  const zero = i32.const(0);
  const [start, extent] = [f64.load(zero, interval), f64.load(zero, interval + 8)];
  const [lowBits, highBits] = [i32.load(zero, interval + 8), i32.load(zero, interval + 12)];
  const smallest = highWord(2 ** -widest);
  const isPowerOfTwo = i32.and(
    i32.eqz(i32.or(lowBits, i32.and(highBits, i32.const(0xfffff)))),
    i32.ltU(i32.sub(highBits, i32.const(smallest)), i32.const(highWord(2 ** widest) - smallest)),
  );
  const leading = f64.const(leadingWidths);
  const isExact = i32.and(
    f64.le(f64.abs(widths.get), f64.const(mostWidths)),
    f64.eq(f64.sub(leading, rest.get), widths.get),
  );
  const scaled = (value: number): Code => f64x2.splat(f64.mul(extent, f64.const(value * 2 ** -53)));
  fn.emit(
    low.set(f64x2.splat(start)),
    width.set(scaled(1)),
    widths.set(f64.div(start, extent)),
    rest.set(f64.sub(leading, widths.get)),
    isPlain.set(i32.and(isPowerOfTwo, isExact)),
    ifThen(
      isPlain.get,
      [
        upper.set(scaled(upperPower)),
        lower.set(scaled(lowerPower)),
        taken.set(f64x2.splat(f64.mul(rest.get, extent))),
      ],
      [
        upper.set(f64x2.const(upperPower)),
        lower.set(f64x2.const(lowerPower)),
        taken.set(f64x2.const(upperPower + lowerPower)),
      ],
    ),
  );
  return { upper, lower, taken, isPlain: isPlain.get, low, width };
}

/**
 * The upper 27 bits of each first word and the upper 26 of each second one. Both are put behind the leading
 * bit of a double, whose worth is then taken away.
 */
function sumOfBits(words: Code, { upper, lower, taken }: Scale): Code {
  const first = v128.or(v128.and(words, pairs(0xffffffe0)), upper.get);
  const second = v128.or(i64x2.shrU(words, 38), lower.get);
  return f64x2.add(f64x2.sub(first, taken.get), second);
}

/** Two 64-bit integers. */
function pairs(value: number): Code {
  const bytes = [...new Uint8Array(BigInt64Array.of(BigInt(value)).buffer)];
  return v128.const([bytes, bytes]);
}
