import { MersenneTwister } from "../../util/mersenneTwister.js";
import { exact } from "../../util/exactMath.js";

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
    const values = new Float64Array(count);
    this.generator.fillUniform(values, low, high - low);
    return values;
  }

  /** `randint(high)`: see {@link MersenneTwister.nextBelow}. */
  randomInteger(high: number): number {
    return this.generator.nextBelow(high);
  }

  /** `choice(len(probabilities), p=probabilities)`: an index, by inverting the cumulative sum. */
  choice(probabilities: readonly number[]): number {
    const total = probabilities.reduce((sum, probability) => sum + probability, 0);
    const sample = this.randomSample();
    let cumulative = 0;
    for (let index = 0; index < probabilities.length; index++) {
      cumulative += probabilities[index];
      if (cumulative / total > sample) return index;
    }
    return probabilities.length - 1;
  }

  /** `exponential(scale)`. */
  exponential(scale: number): number {
    return -scale * exact.log(1 - this.randomSample());
  }

  /** `permutation(count)`. */
  permutation(count: number): Uint32Array {
    const order = Uint32Array.from({ length: count }, (_, index) => index);
    for (let i = count - 1; i > 0; i--) {
      const j = this.randomInteger(i + 1);
      [order[i], order[j]] = [order[j], order[i]];
    }
    return order;
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
