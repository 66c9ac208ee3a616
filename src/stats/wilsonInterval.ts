import { normalQuantile975 } from "./quantiles.js";
import { noInterval, type Interval } from "./estimate.js";

/**
 * Proportion of successes with its 95 % Wilson score interval, without continuity correction (Wilson 1927). The bounds
 * are exactly 0 at no success and exactly 1 at successes only; no trial at all gives nulls.
 *
 * @throws RangeError when the counts are not whole numbers with 0 <= successes <= trials
 */
export function wilsonInterval(successes: number, trials: number): Interval {
  const whole = Number.isInteger(successes) && Number.isInteger(trials);
  if (!whole || successes < 0 || successes > trials) {
    throw new RangeError(`${successes} successes of ${trials} trials is not a proportion`);
  }
  if (trials === 0) return noInterval;
  const z2 = normalQuantile975 * normalQuantile975;
  const centre = (successes + z2 / 2) / (trials + z2);
  const spread = (successes * (trials - successes)) / trials + z2 / 4;
  const half = (normalQuantile975 * Math.sqrt(spread)) / (trials + z2);
  return {
    mean: successes / trials,
    lower: successes === 0 ? 0 : centre - half,
    upper: successes === trials ? 1 : centre + half,
    method: "wilson",
  };
}
