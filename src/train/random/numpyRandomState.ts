import { MersenneTwister } from "./mersenneTwister.js";

/** The streams of NumPy's legacy `RandomState(seed)`, bit for bit. */
export class NumpyRandomState {
  private readonly generator: MersenneTwister;

  /** @param seed an integer in [0, 2^32) */
  constructor(seed: number) {
    this.generator = new MersenneTwister(seed);
  }

  /** `random_sample()`: a number in [0, 1). */
  randomSample(): number {
    return this.generator.nextDouble();
  }

  /** `uniform(low, high, count)`. */
  uniform(low: number, high: number, count: number): Float64Array {
    const width = high - low;
    return Float64Array.from({ length: count }, () => low + width * this.randomSample());
  }

  /**
   * `randint(high)`: an integer in [0, high), by rejection under the smallest bit mask that covers the
   * range. One possible value takes no number from the stream.
   *
   * @param high at most 2^32
   */
  randomInteger(high: number): number {
    const largest = high - 1;
    if (largest === 0) return 0;
    let mask = largest >>> 0;
    for (const shift of [1, 2, 4, 8, 16]) mask |= mask >>> shift;
    for (;;) {
      const candidate = (this.generator.nextUint32() & mask) >>> 0;
      if (candidate <= largest) return candidate;
    }
  }

  /** `choice(len(probabilities), p=probabilities)`: an index, by inverting the cumulative sum. */
  choice(probabilities: readonly number[]): number {
    let sum = 0;
    const cumulative = probabilities.map((probability) => (sum += probability));
    const sample = this.randomSample();
    const index = cumulative.findIndex((bound) => bound / sum > sample);
    return index < 0 ? probabilities.length - 1 : index;
  }

  /** `exponential(scale)`. */
  exponential(scale: number): number {
    return -scale * Math.log(1 - this.randomSample());
  }

  /** The seed of a child generator: `randint(0, 2**32 - 1)`. */
  forkSeed(): number {
    return this.randomInteger(0xffffffff);
  }

  /** The generator's state, see {@link MersenneTwister.snapshot}. */
  snapshot(): { readonly words: Uint32Array; readonly position: number } {
    return this.generator.snapshot();
  }
}
