import type { Interval, NumberRange } from "../../experiments/values/numberRange.js";
import type { SampleDistribution } from "../../experiments/values/sampleDistribution.js";
import { UserError } from "../../util/userError.js";
import type { NumpyRandomState } from "../../compute/random/numpyRandomState.js";
import { drawBenford } from "./benford.js";
import { truncatedNormalQuantile } from "./truncatedNormal.js";

/** Draws rows × columns numbers, row after row. */
export type InputSampler = (
  random: NumpyRandomState,
  rows: number,
  columns: number,
) => Float64Array;

/** Draws numbers of one interval. */
type IntervalSampler = (random: NumpyRandomState, count: number) => Float64Array;

/**
 * @param isExtrapolation whether the test set is sampled: it has its own truncated normal distribution
 * @throws {UserError} for an interval that the distribution cannot be drawn from
 */
export function createInputSampler(
  range: NumberRange,
  distribution: SampleDistribution,
  isExtrapolation: boolean,
): InputSampler {
  const samplers = range.intervals.map((interval) =>
    createIntervalSampler(interval, distribution, isExtrapolation),
  );
  if (samplers.length === 1) return (random, rows, columns) => samplers[0](random, rows * columns);
  const [first, second] = samplers;
  if (range.placement === "halves") {
    // Both intervals are drawn for every column; each half of the columns then takes its own.
    return (random, rows, columns) => {
      const left = first(random, rows * columns);
      const right = second(random, rows * columns);
      const cut = Math.floor(columns / 2);
      for (let i = 0; i < left.length; i++) if (i % columns >= cut) left[i] = right[i];
      return left;
    };
  }
  return (random, rows, columns) => {
    const ones = first(random, rows * columns);
    const zeros = second(random, rows * columns);
    for (let i = 0; i < ones.length; i++) if (random.randomInteger(2) === 0) ones[i] = zeros[i];
    return ones;
  };
}

function createIntervalSampler(
  [low, high]: Interval,
  distribution: SampleDistribution,
  isExtrapolation: boolean,
): IntervalSampler {
  switch (distribution.family) {
    case "uniform":
      return (random, count) => random.uniform(low, high, count);
    case "truncated-normal": {
      const quantile = isExtrapolation
        ? truncatedNormalQuantile(
            distribution.extrapolationMean,
            distribution.extrapolationDeviation,
            low,
            high,
          )
        : truncatedNormalQuantile(
            distribution.interpolationMean,
            distribution.interpolationDeviation,
            low,
            high,
          );
      return (random, count) => random.uniform(0, 1, count).map(quantile);
    }
    case "benford":
      if (!(low >= 0 && Math.floor(high / 10) > Math.floor(low / 10))) {
        throw new UserError(
          `Benford's law cannot be drawn from [${low}, ${high}]: take powers of ten, as [10, 100].`,
        );
      }
      return (random, count) => drawBenford(random, low, high, count);
    case "exponential":
      return (random, count) =>
        new Float64Array(count).map(() => random.exponential(distribution.scale));
  }
}
