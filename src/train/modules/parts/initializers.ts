import type { Initializer } from "./moduleDefinition.js";
import { exact } from "../../../util/exactMath.js";

const elements = (shape: readonly number[]) => shape.reduce((count, size) => count * size, 1);

/** Fan in and fan out of a matrix: its columns and rows. */
const fans = ([rows, columns]: readonly number[]) => rows + columns;

export function constantValue(value: number): Initializer {
  return (_, shape) => new Float64Array(elements(shape)).fill(value);
}

export function uniform(low: number, high: number): Initializer {
  return (generator, shape) => generator.uniform(low, high, elements(shape));
}

/** U(-a, a), a = gain · √(6 / (fan in + fan out)): Glorot and Bengio (2010), eq. 16. */
export function xavierUniform(gain = 1): Initializer {
  return (generator, shape) => {
    const bound = Math.sqrt(3) * (gain * Math.sqrt(2 / fans(shape)));
    return generator.uniform(-bound, bound, elements(shape));
  };
}

/** N(0, 2 / (fan in + fan out)): Glorot and Bengio (2010). */
export function xavierNormal(): Initializer {
  return (generator, shape) => generator.normal(0, Math.sqrt(2 / fans(shape)), elements(shape));
}

/** U(-a, a), a = √(6 / fan in), fan in = columns: He et al. (2015), eq. 10, for ReLU. */
export function kaimingUniform(): Initializer {
  return (generator, shape) => {
    const bound = Math.sqrt(3) * (Math.SQRT2 / Math.sqrt(shape[1]));
    return generator.uniform(-bound, bound, elements(shape));
  };
}

/** U(-r, r), r = min(0.5, √3 · √(2 / (inputs + outputs))): Madsen and Johansen (2020), NAU. */
export function nauUniform(): Initializer {
  return (generator, shape) => {
    const bound = Math.min(0.5, Math.sqrt(3) * Math.sqrt(2 / fans(shape)));
    return generator.uniform(-bound, bound, elements(shape));
  };
}

/** U(1/4, 3/4): Madsen and Johansen (2020), NMU. */
export function nmuUniform(): Initializer {
  return uniform(0.25, 0.75);
}

/** 2 · Beta(7, 7) - 1. */
export function betaCentred(): Initializer {
  return (generator, shape) =>
    Float64Array.from({ length: elements(shape) }, () => 2 * generator.beta(7, 7) - 1);
}

/**
 * U(-r, r) such that tanh(Ŵ)σ(M̂) of the NAC has the variance of Xavier's initialisation: r solves
 * F · v(r) = 2 on [0, 10], F = max(inputs + outputs, 5), v(r) = (1 - tanh(r)/r)(r - tanh(r/2))/(2r).
 */
export function nacUniform(): Initializer {
  return (generator, shape) => {
    const bound = nacBound(fans(shape));
    return generator.uniform(-bound, bound, elements(shape));
  };
}

/** The bound of {@link nacUniform}. */
export function nacBound(inputsAndOutputs: number): number {
  const fan = Math.max(inputsAndOutputs, 5);
  const excess = (r: number) =>
    (fan * ((1 - exact.tanh(r) / r) * (r - exact.tanh(r / 2)))) / (2 * r) - 2;
  // v grows with r, so that halving an interval around the solution ends at it.
  let low = 0;
  let high = 10;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) return middle;
    if (excess(middle) < 0) low = middle;
    else high = middle;
  }
}
