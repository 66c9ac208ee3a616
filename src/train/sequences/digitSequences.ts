import { NumpyRandomState } from "../../compute/random/numpyRandomState.js";
import type { DigitImages } from "./mnistFiles.js";

/** Sequences of images of one length. */
export interface DigitSequences {
  readonly length: number;
  readonly count: number;
  /** Images of a split, sequence after sequence. */
  readonly images: Uint32Array;
}

/** Seeds of the permutations that metrics are computed on: the original's. */
export const metricSeeds = { training: 62_379_872, validation: 47_430_696, test: 88_253_339 };

/** The seed of the permutation that training sequences are made by. */
export function trainingSeed(seed: number): number {
  return new NumpyRandomState(seed).forkSeed();
}

/**
 * Images of some digits, permuted once and cut into sequences; what is left over is dropped.
 *
 * @param digits which ones: `123456789`
 * @param seed of NumPy's permutation
 */
export function createSequences(
  { labels }: DigitImages,
  digits: string,
  length: number,
  seed: number,
): DigitSequences {
  const wanted = new Set(Array.from(digits, Number));
  const kept = Uint32Array.from(labels.keys()).filter((image) => wanted.has(labels[image]));
  const order = new NumpyRandomState(seed).permutation(kept.length);
  const count = Math.floor(kept.length / length);
  const images = Uint32Array.from(order.subarray(0, count * length), (place) => kept[place]);
  return { length, count, images };
}

/** What a sequence adds up or multiplies to, position by position, in single precision. */
export function targetsOf(
  { images, length }: DigitSequences,
  { labels }: DigitImages,
  sequence: number,
  multiplies: boolean,
): Float32Array {
  const targets = new Float32Array(length);
  let before = multiplies ? 1 : 0;
  for (let position = 0; position < length; position++) {
    const label = labels[images[sequence * length + position]];
    before = Math.fround(multiplies ? before * label : before + label);
    targets[position] = before;
  }
  return targets;
}
