import { wilsonBounds } from "./functions/wilsonBounds.js";
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
  return { mean: successes / trials, ...wilsonBounds(successes, trials), method: "wilson" };
}
