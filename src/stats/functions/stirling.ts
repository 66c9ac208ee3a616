import { exact } from "../../util/exactMath.js";

// Coefficients of Stirling's series, B(2k) / (2k (2k - 1)) (Abramowitz and Stegun 6.1.41).
const series = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156];
const seriesFrom = 12;

/**
 * x log x - x - log gamma(x), for x > 0: what is left of log gamma when its fast growing part is taken away. The
 * likelihoods of the gamma and beta distributions are short and free of cancellation when written with it.
 */
export function stirlingRest(x: number): number {
  let product = 1;
  let shifted = x;
  while (shifted < seriesFrom) product *= shifted++;
  const inverse = 1 / shifted;
  let sum = 0;
  for (let k = series.length - 1; k >= 0; k--) sum = sum * inverse * inverse + series[k];
  const rest = 0.5 * exact.log(shifted / (2 * Math.PI)) - sum * inverse;
  if (shifted === x) return rest;
  const logGamma = shifted * exact.log(shifted) - shifted - rest - exact.log(product);
  return x * exact.log(x) - x - logGamma;
}

/** log x - digamma(x), for x > 0: the derivative of `stirlingRest`. Falls from infinity to 0, between 1/(2x) and 1/x. */
export function logMinusDigamma(x: number): number {
  let sumOfInverses = 0;
  let shifted = x;
  while (shifted < seriesFrom) sumOfInverses += 1 / shifted++;
  const inverse = 1 / shifted;
  let sum = 0;
  for (let k = series.length - 1; k >= 0; k--)
    sum = sum * inverse * inverse + (2 * k + 1) * series[k];
  const difference = inverse * (0.5 + sum * inverse);
  return shifted === x ? difference : difference + sumOfInverses + exact.log(x / shifted);
}
