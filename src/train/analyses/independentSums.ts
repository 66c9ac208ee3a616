import { exact } from "../../util/exactMath.js";

/** A polynomial in independent sums: coefficients by the exponents of the sums, `"1,0,2,0"`. */
export type Polynomial = ReadonlyMap<string, number>;

/** How an input is distributed: uniformly between two bounds, with a random sign or without. */
export interface UniformInput {
  readonly low: number;
  readonly high: number;
  readonly isMirrored?: boolean;
}

/** The sum number `index` of `count`. */
export function sumNumber(index: number, count: number): Polynomial {
  const exponents = Array.from({ length: count }, (_, i) => (i === index ? 1 : 0));
  return new Map([[exponents.join(","), 1]]);
}

/** A linear combination of polynomials. */
export function combine(...terms: readonly (readonly [number, Polynomial])[]): Polynomial {
  const sum = new Map<string, number>();
  for (const [factor, polynomial] of terms) {
    for (const [exponents, coefficient] of polynomial) {
      sum.set(exponents, (sum.get(exponents) ?? 0) + factor * coefficient);
    }
  }
  return sum;
}

export function multiply(a: Polynomial, b: Polynomial): Polynomial {
  const product = new Map<string, number>();
  for (const [left, x] of a) {
    for (const [right, y] of b) {
      const powers = right.split(",").map(Number);
      const key = left
        .split(",")
        .map((power, i) => Number(power) + powers[i])
        .join(",");
      product.set(key, (product.get(key) ?? 0) + x * y);
    }
  }
  return product;
}

/**
 * The expectation of a polynomial of degree 4 at most in each sum.
 *
 * @param sizes how many independent inputs each sum has
 */
export function expectation(
  polynomial: Polynomial,
  sizes: readonly number[],
  input: UniformInput,
): number {
  const moments = sizes.map((size) => momentsOfSum(size, input));
  let total = 0;
  for (const [exponents, coefficient] of polynomial) {
    total += exponents
      .split(",")
      .reduce((value, power, i) => value * moments[i][Number(power)], coefficient);
  }
  return total;
}

/** Moments 0 to 4 about zero of a sum of independent inputs: cumulants add up. */
function momentsOfSum(size: number, input: UniformInput): number[] {
  const [m1, m2, m3, m4] = [1, 2, 3, 4].map((power) => momentOf(power, input));
  const c1 = size * m1;
  const c2 = size * (m2 - m1 * m1);
  const c3 = size * (m3 - 3 * m1 * m2 + 2 * m1 * m1 * m1);
  const c4 = size * (m4 - 4 * m1 * m3 - 3 * m2 * m2 + 12 * m1 * m1 * m2 - 6 * m1 * m1 * m1 * m1);
  return [
    1,
    c1,
    c2 + c1 * c1,
    c3 + 3 * c1 * c2 + c1 * c1 * c1,
    c4 + 4 * c1 * c3 + 3 * c2 * c2 + 6 * c1 * c1 * c2 + c1 * c1 * c1 * c1,
  ];
}

function momentOf(power: number, { low, high, isMirrored = false }: UniformInput): number {
  if (isMirrored && power % 2 === 1) return 0;
  let [upper, lower] = [high, low];
  for (let i = 0; i < power; i++) [upper, lower] = [upper * high, lower * low];
  return (upper - lower) / ((power + 1) * (high - low));
}

/**
 * The expectation of q^i / (q + o)^m, where q and o are sums of independent inputs above zero: an integral over
 * t of t^(m - 1) / (m - 1)! E[q^i exp(-t q)] E[exp(-t o)], by Simpson's rule.
 *
 * @param i 0, 1 or 2
 * @param m 1 to 4
 */
export function expectationOfRatio(
  i: number,
  m: number,
  sizes: readonly [q: number, o: number],
  { low, high }: UniformInput,
): number {
  const mean = ((sizes[0] + sizes[1]) * (low + high)) / 2;
  const end = 60 / ((sizes[0] + sizes[1]) * low);
  const steps = 2000;
  const width = end / steps;
  const factorial = [1, 1, 2, 6][m - 1];
  let sum = 0;
  for (let step = 1; step <= steps; step++) {
    const t = step * width;
    const weight = step === steps ? 1 : step % 2 === 1 ? 4 : 2;
    const power = m === 1 ? 1 : m === 2 ? t : m === 3 ? t * t : t * t * t;
    sum += weight * power * transformed(t, i, sizes, low, high);
  }
  // At t = 0 the integrand is that of m = 1: E[q^i].
  const first = m === 1 ? transformed(1e-9 / mean, i, sizes, low, high) : 0;
  return ((first + sum) * width) / 3 / factorial;
}

/** E[q^i exp(-t q)] E[exp(-t o)]. */
function transformed(
  t: number,
  i: number,
  [q, o]: readonly [q: number, o: number],
  low: number,
  high: number,
): number {
  // Moments 0 to 2 of one input, weighted by exp(-t x), by Simpson's rule over its range.
  const parts = 32;
  const width = (high - low) / parts;
  const own = [0, 0, 0];
  for (let part = 0; part <= parts; part++) {
    const x = low + part * width;
    const weight = (part === 0 || part === parts ? 1 : part % 2 === 1 ? 4 : 2) * exact.exp(-t * x);
    own[0] += weight;
    own[1] += weight * x;
    own[2] += weight * x * x;
  }
  const [m0, m1, m2] = own.map((sum) => sum / (3 * parts));
  const power = (base: number, exponent: number) => exact.exp(exponent * exact.log(base));
  const rest = power(m0, o);
  if (i === 0) return power(m0, q) * rest;
  if (i === 1) return q * power(m0, q - 1) * m1 * rest;
  return (q * (q - 1) * power(m0, q - 2) * m1 * m1 + q * power(m0, q - 1) * m2) * rest;
}
