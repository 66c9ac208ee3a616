import { exact } from "../../util/exactMath.js";
import { UserError } from "../../util/userError.js";
import type { LandscapePoint } from "./lossLandscape.js";

const input = [1, 1.2, 1.8, 2] as const;
const target = 13.2;
/** Squared errors beyond this are drawn as this. */
const largestSquare = 500;
/** What NAC• adds to absolute values before it takes their logarithm. */
const epsilons = [1e-7, 0.1, 1] as const;

/**
 * The loss of an additive layer followed by NAC• or NMU over two weights that are shared (figure 2 of *Neural Arithmetic
 * Units*): hidden numbers w1 (x1 + x2) and w1 (x1 + x2 + x3 + x4), multiplied with weight w2, for the input (1, 1.2, 1.8, 2)
 * and the target 13.2. The caption says root mean square, the authors' program sums squares and cuts them at 500: of one
 * sample, the first is the distance, which is cut at the root of 500 here.
 *
 * @throws {UserError} for fewer than two samples
 */
export function lossCurvature(points = 101): LandscapePoint[] {
  const [first, second] = [input[0] + input[1], input.reduce((sum, value) => sum + value, 0)];
  const limit = Math.sqrt(largestSquare);
  const surface = (
    module: string,
    low: number,
    output: (z: readonly [number, number], w2: number) => number,
  ) =>
    samplesOf(low, 1, points).flatMap((w2) =>
      samplesOf(-1, 1, points).map((w1): LandscapePoint => {
        const error = Math.abs(output([w1 * first, w1 * second], w2) - target);
        return { module, w1, w2, rmse: Math.min(limit, error) };
      }),
    );
  return [
    ...epsilons.flatMap((epsilon) =>
      surface(`NAC•, ε = ${epsilon === 1e-7 ? "10⁻⁷" : epsilon}`, -1, (z, w2) => {
        const logs = z.reduce((sum, value) => sum + exact.log(Math.abs(value) + epsilon), 0);
        return exact.exp(w2 * logs);
      }),
    ),
    ...surface("NMU", 0, ([a, b], w2) => (w2 * a + 1 - w2) * (w2 * b + 1 - w2)),
  ];
}

/**
 * How far the approximation of NAC•'s expected output that the same paper uses is off (its figure 5): for one weight W
 * uniform in [-r_w, r_w] and one hidden number z uniform in [0, r_z], E[(z + ε)^W] is taken for
 * 1 + Var(W) log(E[z] + ε)² / 2. The paper draws 100,000 samples per cell; here the expectation over z is exact and that over
 * W by Simpson's rule. Which r_w and r_z its figure shows is not known: up to 1 and up to 5 here.
 *
 * @returns w1: r_w, w2: r_z, rmse: the absolute error
 * @throws {UserError} for fewer than two samples
 */
export function expectationError(points = 51): LandscapePoint[] {
  const epsilon = 1e-7;
  return samplesOf(0.1, 5, points).flatMap((rz) =>
    samplesOf(0.02, 1, points).map((rw): LandscapePoint => {
      const logOfMean = exact.log(rz / 2 + epsilon);
      const approximation = 1 + (rw * rw * logOfMean * logOfMean) / 6;
      const error = Math.abs(expectedPower(rw, rz, epsilon) - approximation);
      return { module: "Error of E[z]", w1: rw, w2: rz, rmse: error };
    }),
  );
}

/** E[(z + ε)^W]. */
function expectedPower(rw: number, rz: number, epsilon: number): number {
  const parts = 200;
  let sum = 0;
  for (let part = 0; part <= parts; part++) {
    const exponent = -rw + (2 * rw * part) / parts + 1;
    const weight = part === 0 || part === parts ? 1 : part % 2 === 1 ? 4 : 2;
    const [high, low] = [exact.log(rz + epsilon), exact.log(epsilon)];
    // ((r + ε)^e - ε^e) / (e r), and its limit where the exponent e is zero.
    const integral =
      exponent < 1e-12
        ? high - low
        : (exact.exp(exponent * high) - exact.exp(exponent * low)) / exponent;
    sum += (weight * integral) / rz;
  }
  return sum / (3 * parts);
}

function samplesOf(low: number, high: number, points: number): number[] {
  if (!Number.isInteger(points) || points < 2) {
    throw new UserError(`A landscape needs two samples of each weight or more, not ${points}.`, 2);
  }
  const steps = points - 1;
  return Array.from({ length: points }, (_, i) => (low * (steps - i) + high * i) / steps);
}
