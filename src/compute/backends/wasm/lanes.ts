import type { Code } from "../../../util/wasm/code.js";
import { f32x4, shuffle32, unpack } from "../../../util/wasm/instructions.js";

/** Numbers in a vector. */
export const lanes = 4;
/** Samples of a column with its padding. */
export function paddedRows(rows: number): number {
  return Math.ceil(rows / lanes) * lanes;
}

/** The sum of all lanes, in all lanes. */
export function sumOfLanes(vector: Code, named: (value: Code) => Code): Code {
  const whole = named(vector);
  const pairs = named(f32x4.add(whole, shuffle32(whole, whole, [1, 0, 3, 2])));
  return f32x4.add(pairs, shuffle32(pairs, pairs, [2, 3, 0, 1]));
}

/** One lane in all lanes. */
export function splatOfLane(vector: Code, lane: number): Code {
  return shuffle32(vector, vector, [lane, lane, lane, lane]);
}

/** The sums of the lanes of four vectors, each in a lane, in the order of additions of `sumOfLanes`. */
export function sumsOfLanes(vectors: readonly Code[], named: (value: Code) => Code): Code {
  const [a, b, c, d] = vectors.map(named);
  const [lowAb, lowCd] = [named(unpack.low32(a, b)), named(unpack.low32(c, d))];
  const [highAb, highCd] = [named(unpack.high32(a, b)), named(unpack.high32(c, d))];
  const sumOfPair = (left: Code, right: Code) =>
    f32x4.add(unpack.low64(left, right), unpack.high64(left, right));
  return f32x4.add(sumOfPair(lowAb, lowCd), sumOfPair(highAb, highCd));
}
