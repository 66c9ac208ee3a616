import { UserError } from "../../util/userError.js";

/** The family that inputs are drawn from; the interval(s) are a setting of their own. */
export type SampleDistribution =
  | { readonly family: "uniform" }
  /** Integers whose first digit follows Benford's law. */
  | { readonly family: "benford" }
  /** Normal, cut to the range: one mean and deviation for training and validation, one for the test. */
  | {
      readonly family: "truncated-normal";
      readonly interpolationMean: number;
      readonly interpolationDeviation: number;
      readonly extrapolationMean: number;
      readonly extrapolationDeviation: number;
    }
  /** The range is ignored. `scale` is the mean. */
  | { readonly family: "exponential"; readonly scale: number };

/**
 * Reads a distribution from its words: `uniform`, `benford`, `exponential <scale>` or
 * `truncated-normal <mean> <deviation> <test mean> <test deviation>`.
 *
 * @throws {UserError} for other words
 */
export function parseSampleDistribution(words: readonly string[]): SampleDistribution {
  const [family, ...rest] = words;
  const numbers = rest.map(Number);
  const [first, second, third, fourth] = numbers;
  if (rest.every((word) => word.trim() !== "") && numbers.every(Number.isFinite)) {
    if ((family === "uniform" || family === "benford") && rest.length === 0) return { family };
    if (family === "exponential" && rest.length === 1 && first > 0) {
      return { family, scale: first };
    }
    if (family === "truncated-normal" && rest.length === 4 && second > 0 && fourth > 0) {
      return {
        family,
        interpolationMean: first,
        interpolationDeviation: second,
        extrapolationMean: third,
        extrapolationDeviation: fourth,
      };
    }
  }
  throw new UserError(
    `"${words.join(" ")}" is not a distribution: expected "uniform", "benford", ` +
      '"exponential <scale>" or "truncated-normal <mean> <deviation> <test mean> <test deviation>".',
  );
}
