import { largest } from "../../util/lists/longLists.js";
import { MersenneTwister } from "../../util/mersenneTwister.js";
import { meanOf } from "../functions/moments.js";
import { normalProbability, normalQuantile, quantileOfSorted } from "../functions/quantiles.js";

/** How resamples are drawn. */
export interface ResampleOptions {
  /** Number of resamples. Default: {@link defaultResamples}. */
  readonly resamples?: number;
  /** Seed of the generator (MT19937), a whole number in [0, 2^32). Default: 0. */
  readonly seed?: number;
}

export const defaultResamples = 10_000;

/** Bounds of an interval. */
export interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Which values stand at each place of each resample, resample by resample: the numbers that NumPy's
 * `RandomState(seed).randint(n, size=(resamples, n))` gives.
 */
export function resampleIndices(n: number, options: ResampleOptions = {}): Uint32Array {
  const { resamples = defaultResamples, seed = 0 } = options;
  const generator = new MersenneTwister(seed);
  const indices = new Uint32Array(resamples * n);
  for (let i = 0; i < indices.length; i++) indices[i] = generator.nextBelow(n);
  return indices;
}

/**
 * A statistic of each resample of some values.
 *
 * @param indices as of {@link resampleIndices}, for as many values
 */
export function bootstrapReplicates(
  values: readonly number[],
  statistic: (values: readonly number[]) => number,
  indices: Uint32Array,
): Float64Array {
  const n = values.length;
  const resample = new Array<number>(n).fill(0);
  const replicates = new Float64Array(n === 0 ? 0 : indices.length / n);
  for (let b = 0; b < replicates.length; b++) {
    for (let i = 0; i < n; i++) resample[i] = values[indices[b * n + i]];
    replicates[b] = statistic(resample);
  }
  return replicates;
}

/** The middle `level` of the replicates (Efron and Tibshirani 1993, section 13.3). */
export function percentileBounds(replicates: Float64Array, level: number): Bounds {
  const sorted = replicates.slice().sort();
  return {
    lower: quantileOfSorted(sorted, (1 - level) / 2),
    upper: quantileOfSorted(sorted, (1 + level) / 2),
  };
}

/**
 * Bias-corrected and accelerated bootstrap interval (Efron 1987; Efron and Tibshirani 1993, equations 14.9 to 14.15), with
 * the acceleration by the jackknife. Replicates equal to the estimate count one half, as in SciPy. Where all
 * leave-one-out values are the same there is no acceleration.
 */
export function bcaBounds(
  values: readonly number[],
  statistic: (values: readonly number[]) => number,
  replicates: Float64Array,
  level: number,
): Bounds {
  const estimate = statistic(values);
  const sorted = replicates.slice().sort();
  // Resamples with the same centre as the sample may differ from it by rounding.
  const rounding = 16 * Number.EPSILON * largest(values.map(Math.abs));
  let below = 0;
  for (const replicate of sorted) {
    const distance = replicate - estimate;
    if (distance < -rounding) below++;
    else if (distance <= rounding) below += 0.5;
  }
  const bias = normalQuantile(below / sorted.length);
  const acceleration = jackknifeAcceleration(values, statistic);
  const share = (z: number) =>
    normalProbability(bias + (bias + z) / (1 - acceleration * (bias + z)));
  const z = normalQuantile((1 + level) / 2);
  return {
    lower: quantileOfSorted(sorted, share(-z)),
    upper: quantileOfSorted(sorted, share(z)),
  };
}

function jackknifeAcceleration(
  values: readonly number[],
  statistic: (values: readonly number[]) => number,
): number {
  const left = values.map((_, out) => statistic(values.filter((_, index) => index !== out)));
  // Of equal values exactly their value: a rounded mean would make an acceleration of nothing.
  const mean = meanOf(left);
  let squares = 0;
  let cubes = 0;
  for (const value of left) {
    const u = mean - value;
    squares += u * u;
    cubes += u * u * u;
  }
  return squares === 0 ? 0 : cubes / (6 * squares * Math.sqrt(squares));
}
