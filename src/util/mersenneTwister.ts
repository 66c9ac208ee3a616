const stateSize = 624;
const middle = 397;

/**
 * MT19937 with the classic 32-bit seeding. NumPy's `RandomState(int)` and PyTorch's CPU generator
 * both start from it and hand out the same words.
 */
export class MersenneTwister {
  private readonly state = new Uint32Array(stateSize);
  private position = stateSize;

  /** @param seed taken modulo 2^32 */
  constructor(seed: number) {
    const { state } = this;
    state[0] = seed >>> 0;
    for (let i = 1; i < stateSize; i++) {
      const previous = state[i - 1] ^ (state[i - 1] >>> 30);
      state[i] = Math.imul(1812433253, previous) + i;
    }
  }

  /** The next word, an integer in [0, 2^32). */
  nextUint32(): number {
    if (this.position === stateSize) this.twist();
    let word = this.state[this.position++];
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  }

  /** The next two words as a number in [0, 1) with 53 random bits, as NumPy draws it. */
  nextDouble(): number {
    const high = this.nextUint32() >>> 5;
    const low = this.nextUint32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /**
   * An integer in [0, high), as NumPy's `RandomState.randint(high)` draws it: by rejection under the
   * smallest bit mask that covers the range. One possible value takes no number from the stream.
   *
   * @param high at most 2^32
   */
  nextBelow(high: number): number {
    const largest = high - 1;
    if (largest === 0) return 0;
    let mask = largest >>> 0;
    for (const shift of [1, 2, 4, 8, 16]) mask |= mask >>> shift;
    for (;;) {
      const candidate = (this.nextUint32() & mask) >>> 0;
      if (candidate <= largest) return candidate;
    }
  }

  /** Fills an array with low + width · {@link nextDouble}. */
  fillUniform(target: Float64Array, low: number, width: number): void {
    for (let i = 0; i < target.length; i++) target[i] = low + width * this.nextDouble();
  }

  /** The state's words and how many of them are used up: another implementation can go on here. */
  snapshot(): { readonly words: Uint32Array; readonly position: number } {
    return { words: this.state.slice(), position: this.position };
  }

  private twist(): void {
    const { state } = this;
    const twistWord = (i: number, next: number, source: number): void => {
      const bits = (state[i] & 0x80000000) | (state[next] & 0x7fffffff);
      state[i] = state[source] ^ (bits >>> 1) ^ (-(bits & 1) & 0x9908b0df);
    };
    const wrap = stateSize - middle;
    for (let i = 0; i < wrap; i++) twistWord(i, i + 1, i + middle);
    for (let i = wrap; i < stateSize - 1; i++) twistWord(i, i + 1, i - wrap);
    twistWord(stateSize - 1, 0, middle - 1);
    this.position = 0;
  }
}
