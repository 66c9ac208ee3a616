import { normalQuantile975 } from "./quantiles.js";

/**
 * Bounds of a proportion's 95 % Wilson score interval, without continuity correction (Wilson 1927): exactly 0 at no success
 * and exactly 1 at successes only.
 *
 * @param trials at least 1
 */
export function wilsonBounds(successes: number, trials: number): { lower: number; upper: number } {
  const z2 = normalQuantile975 * normalQuantile975;
  const centre = (successes + z2 / 2) / (trials + z2);
  const spread = (successes * (trials - successes)) / trials + z2 / 4;
  const half = (normalQuantile975 * Math.sqrt(spread)) / (trials + z2);
  return {
    lower: successes === 0 ? 0 : centre - half,
    upper: successes === trials ? 1 : centre + half,
  };
}
