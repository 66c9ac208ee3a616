import { MersenneTwister } from "../../util/mersenneTwister.js";
import { exact } from "../../util/exactMath.js";

/** The streams of PyTorch's CPU generator after `torch.manual_seed(seed)`. */
export class TorchGenerator {
  private readonly generator: MersenneTwister;
  /** Normal samples come in pairs; the second one waits here. */
  private nextNormal: number | null = null;

  constructor(
    seed: number,
    private readonly precision: 32 | 64 = 32,
  ) {
    this.generator = new MersenneTwister(seed);
  }

  /** `tensor.uniform_(low, high)` on a tensor of `count` elements. */
  uniform(low: number, high: number, count: number): Float64Array {
    const round = this.precision === 32 ? Math.fround : (value: number) => value;
    const start = round(low);
    const width = round(round(high) - start);
    return Float64Array.from({ length: count }, () => round(this.unit() * width + start));
  }

  /** `tensor.normal_(mean, deviation)` on a tensor of `count` elements. */
  normal(mean: number, deviation: number, count: number): Float64Array {
    const round = this.precision === 32 ? Math.fround : (value: number) => value;
    if (count < normalBlock) {
      return Float64Array.from({ length: count }, () =>
        round(this.standardNormal() * deviation + mean),
      );
    }
    const values = Float64Array.from({ length: count }, () => this.unit());
    for (let start = 0; start + normalBlock <= count; start += normalBlock) {
      toNormal(values.subarray(start, start + normalBlock), mean, deviation);
    }
    if (count % normalBlock !== 0) {
      const last = values.subarray(count - normalBlock);
      for (let i = 0; i < normalBlock; i++) last[i] = this.unit();
      toNormal(last, mean, deviation);
    }
    return values.map(round);
  }

  /** `torch.distributions.Beta(a, b).sample()` for a and b of at least 1: G(a) / (G(a) + G(b)). */
  beta(a: number, b: number): number {
    const first = this.gamma(a);
    const value = first / (first + this.gamma(b));
    return this.precision === 32 ? Math.fround(value) : value;
  }

  /** Marsaglia and Tsang, "A simple method for generating gamma variables" (2000). */
  private gamma(shape: number): number {
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      let x: number;
      let y: number;
      do {
        x = this.standardNormal();
        y = 1 + c * x;
      } while (y <= 0);
      const v = y * y * y;
      const u = 1 - this.unit64();
      const squared = x * x;
      if (u < 1 - 0.0331 * squared * squared) return d * v;
      if (exact.log(u) < 0.5 * squared + d * (1 - v + exact.log(v))) return d * v;
    }
  }

  /** `torch.empty((), dtype=torch.int64).random_()`: in [0, 2^63). */
  int64(): bigint {
    const high = BigInt(this.generator.nextUint32());
    const low = BigInt(this.generator.nextUint32());
    return ((high << 32n) | low) & 0x7fffffffffffffffn;
  }

  /** `torch.randperm(count)`, for fewer than 2^32 / 20. */
  permutation(count: number): Uint32Array {
    const order = Uint32Array.from({ length: count }, (_, index) => index);
    for (let i = 0; i < count - 1; i++) {
      const j = i + (this.generator.nextUint32() % (count - i));
      [order[i], order[j]] = [order[j], order[i]];
    }
    return order;
  }

  private standardNormal(): number {
    if (this.nextNormal !== null) {
      const waiting = this.nextNormal;
      this.nextNormal = null;
      return waiting;
    }
    const angle = 2 * Math.PI * this.unit64();
    const radius = Math.sqrt(-2 * exact.log1p(-this.unit64()));
    this.nextNormal = radius * exact.sin(angle);
    return radius * exact.cos(angle);
  }

  /** In [0, 1): 24 bits of one word in single precision, 53 bits of two words in double. */
  private unit(): number {
    if (this.precision === 64) return this.unit64();
    return (this.generator.nextUint32() & 0xffffff) / 0x1000000;
  }

  private unit64(): number {
    const high = this.generator.nextUint32() & 0x1fffff;
    return (high * 0x100000000 + this.generator.nextUint32()) / 9007199254740992;
  }
}

/** From this size on `normal_` fills blocks by the Box-Muller transform. */
const normalBlock = 16;

function toNormal(block: Float64Array, mean: number, deviation: number): void {
  for (let i = 0; i < normalBlock / 2; i++) {
    const radius = Math.sqrt(-2 * exact.log(1 - block[i]));
    const angle = 2 * Math.PI * block[i + normalBlock / 2];
    block[i] = radius * exact.cos(angle) * deviation + mean;
    block[i + normalBlock / 2] = radius * exact.sin(angle) * deviation + mean;
  }
}
