import { meanOf, varianceOf } from "./functions/moments.js";
import { studentQuantile } from "./functions/quantiles.js";

/**
 * The upper end of Student's interval of a mean, of one side: mean + t √(variance / n).
 *
 * @param values at least two numbers
 * @param degreesOfFreedom default: one less than the values
 */
export function upperMeanBound(
  values: readonly number[],
  {
    confidence,
    degreesOfFreedom = values.length - 1,
  }: { readonly confidence: number; readonly degreesOfFreedom?: number | undefined },
): number {
  const t = studentQuantile(2 * confidence - 1, degreesOfFreedom);
  return meanOf(values) + t * Math.sqrt(varianceOf(values) / values.length);
}
