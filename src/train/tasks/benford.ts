import type { NumpyRandomState } from "../../compute/random/numpyRandomState.js";

/** Benford's law, three decimals: probability of the first digit 0 … 9. */
const firstDigitProbabilities = [
  0, 0.301, 0.176, 0.125, 0.097, 0.079, 0.067, 0.058, 0.051, 0.046,
] as const;

/**
 * Integers whose first digit follows Benford's law and whose other digits are a uniform integer in
 * [low / 10, high / 10): all first digits are drawn before all rests.
 */
export function drawBenford(
  random: NumpyRandomState,
  low: number,
  high: number,
  count: number,
): Float64Array {
  const digits = new Float64Array(count).map(() => random.choice(firstDigitProbabilities));
  const restLow = Math.floor(low / 10);
  const restWidth = Math.floor(high / 10) - restLow;
  return digits.map((digit) => {
    const rest = restLow + random.randomInteger(restWidth);
    return Number(`${digit}${rest}`);
  });
}
