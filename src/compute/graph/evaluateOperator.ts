import { exact } from "../../util/exactMath.js";
import type { BinaryOperator, Comparison, UnaryOperator } from "./expression.js";

/** Double precision value of an operator; every backend means the same by it. */
export function evaluateUnary(operator: UnaryOperator, value: number): number {
  switch (operator) {
    case "negate":
      return -value;
    case "abs":
      return Math.abs(value);
    case "sign":
      return value > 0 ? 1 : value < 0 ? -1 : 0;
    case "square":
      return value * value;
    case "sqrt":
      return Math.sqrt(value);
    case "exp":
      return exact.exp(value);
    case "expm1":
      return exact.expm1(value);
    case "log":
      return exact.log(value);
    case "sin":
      return exact.sin(value);
    case "cos":
      return exact.cos(value);
    case "tanh":
      return exact.tanh(value);
    case "sinh":
      return exact.sinh(value);
    case "cosh":
      return exact.cosh(value);
    case "sigmoid":
      return 1 / (1 + exact.exp(-value));
    case "relu":
      return value < 0 ? 0 : value;
    case "round":
      return roundHalfToEven(value);
  }
}

/** Double precision value of an operator; every backend means the same by it. */
export function evaluateBinary(operator: BinaryOperator, left: number, right: number): number {
  switch (operator) {
    case "add":
      return left + right;
    case "subtract":
      return left - right;
    case "multiply":
      return left * right;
    case "divide":
      return left / right;
    case "minimum":
      return Math.min(left, right);
    case "maximum":
      return Math.max(left, right);
    case "power":
      return powerOfNonNegative(left, right);
  }
}

export function evaluateComparison(comparison: Comparison, left: number, right: number): boolean {
  switch (comparison) {
    case "less":
      return left < right;
    case "lessOrEqual":
      return left <= right;
    case "equal":
      return left === right;
  }
}

/** Rounds to the nearest integer, halves to the even one. */
export function roundHalfToEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

/** IEEE's pow, except that a negative base gives not-a-number to every exponent but 0; -0 counts as 0. */
export function powerOfNonNegative(base: number, exponent: number): number {
  // 1 for not-a-number too, where the library says not-a-number.
  if (exponent === 0) return 1;
  if (base < 0) return NaN;
  return base === 1 ? 1 : exact.pow(base === 0 ? 0 : base, exponent);
}
