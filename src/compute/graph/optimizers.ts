import { exact } from "../../util/exactMath.js";
import type { Expression } from "./expression.js";
import { add, constant, div, mul, negate, scalar, sqrt, sub } from "./operations.js";

/** A number that each step is given. */
export interface StepScalar {
  readonly name: string;
  /** Its value for the step of an index that counts from 0. */
  at(step: number): number;
}

/** How parameters follow gradients, as formulas: every backend that computes formulas has all of them. */
export interface Optimizer {
  readonly scalars: readonly StepScalar[];
  /** Names of the numbers that are remembered for each parameter; 0 at first. */
  readonly memories: readonly string[];
  /** What is added to a parameter, and what is remembered next, in the order of the names. */
  step(
    gradient: Expression,
    memories: readonly Expression[],
  ): { readonly change: Expression; readonly memories: readonly Expression[] };
}

/** Decay of the moments, and what keeps the quotient finite: the values of the paper and of PyTorch. */
const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-8;

/** Powers of a number below 1, each taken once: every run needs the same at the same step. */
function powersOf(base: number): (exponent: number) => number {
  const known: number[] = [];
  // From here on 1 - power is 1.
  const last = Math.ceil(54 / -Math.log2(base));
  return (exponent) => (exponent > last ? 0 : (known[exponent] ??= exact.pow(base, exponent)));
}

const firstPower = powersOf(beta1);
const secondPower = powersOf(beta2);

/** Kingma and Ba, "Adam" (2015), algorithm 1, in PyTorch's order of operations. */
export function adam(learningRate: number): Optimizer {
  const stepSize: StepScalar = {
    name: "step size",
    at: (step) => learningRate / (1 - firstPower(step + 1)),
  };
  const correction: StepScalar = {
    name: "second moment's correction",
    at: (step) => Math.sqrt(1 - secondPower(step + 1)),
  };
  return {
    scalars: [stepSize, correction],
    memories: ["first moment", "second moment"],
    step(gradient, [oldFirst, oldSecond]) {
      const first = add(oldFirst, mul(1 - beta1, sub(gradient, oldFirst)));
      const second = add(mul(oldSecond, beta2), mul(mul(1 - beta2, gradient), gradient));
      const root = add(div(sqrt(second), scalar(correction.name)), epsilon);
      const change = div(mul(negate(scalar(stepSize.name)), first), root);
      return { change, memories: [first, second] };
    },
  };
}

/** Gradient descent; with a momentum v = momentum v + gradient takes the gradient's place. */
export function gradientDescent(learningRate: number, momentum: number): Optimizer {
  if (momentum === 0) {
    return {
      scalars: [],
      memories: [],
      step: (gradient) => ({ change: mul(constant(-learningRate), gradient), memories: [] }),
    };
  }
  return {
    scalars: [],
    memories: ["velocity"],
    step(gradient, [old]) {
      const velocity = add(mul(old, momentum), gradient);
      return { change: mul(constant(-learningRate), velocity), memories: [velocity] };
    },
  };
}
