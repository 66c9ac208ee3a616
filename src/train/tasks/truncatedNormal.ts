import erfc from "@stdlib/math-base-special-erfc";
import erfcinv from "@stdlib/math-base-special-erfcinv";

/**
 * The quantile function of a normal distribution cut to an interval, as `scipy.stats.truncnorm.ppf`.
 *
 * @param mean of the uncut distribution
 * @param deviation its standard deviation
 * @returns a function from probabilities in [0, 1] to numbers in [low, high]
 */
export function truncatedNormalQuantile(
  mean: number,
  deviation: number,
  low: number,
  high: number,
): (probability: number) => number {
  const a = (low - mean) / deviation;
  const b = (high - mean) / deviation;
  // Probabilities near 1 have few digits left: an interval above the mean is taken in the mirror.
  const mirrored = a >= 0;
  const tailLow = normalCdf(mirrored ? -a : a);
  const mass = normalCdf(mirrored ? -b : b) - tailLow;
  return (probability) => {
    const quantile = normalQuantile(tailLow + probability * mass);
    return (mirrored ? -quantile : quantile) * deviation + mean;
  };
}

function normalCdf(value: number): number {
  return erfc(-value / Math.SQRT2) / 2;
}

function normalQuantile(probability: number): number {
  return -Math.SQRT2 * erfcinv(2 * probability);
}
