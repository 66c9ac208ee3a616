import {
  unionOfAxes,
  type Axis,
  type BinaryOperator,
  type Comparison,
  type Expression,
  type Reduction,
  type UnaryOperator,
} from "./expression.js";

/** What a formula is written with: an expression, or a number that stands for a constant. */
export type Operand = Expression | number;

export function constant(value: number): Expression {
  return { kind: "constant", axes: [], value };
}

/** A number that the caller of a step gives, by name. */
export function scalar(name: string): Expression {
  return { kind: "scalar", axes: [], name };
}

export const negate = unary("negate");
/** |x|; its gradient at 0 is 0. */
export const abs = unary("abs");
/** -1, 0 or 1; without gradient. */
export const sign = unary("sign");
export const square = unary("square");
export const sqrt = unary("sqrt");
export const exp = unary("exp");
export const expm1 = unary("expm1");
/** Natural logarithm: -∞ at 0, not-a-number below. */
export const log = unary("log");
export const sin = unary("sin");
export const cos = unary("cos");
export const tanh = unary("tanh");
export const sinh = unary("sinh");
export const cosh = unary("cosh");
/** 1 / (1 + exp(-x)). */
export const sigmoid = unary("sigmoid");
/** max(x, 0); its gradient at 0 is 0. */
export const relu = unary("relu");
/** To the nearest integer, halves to the even one; without gradient. */
export const round = unary("round");

export const sub = binary("subtract");
export const div = binary("divide");
/** Where both are equal each takes half of the gradient. */
export const minimum = binary("minimum");
/** Where both are equal each takes half of the gradient. */
export const maximum = binary("maximum");
/** base ** exponent for base ≥ 0; not-a-number for a negative base (exponent 0 gives 1). */
export const power = binary("power");

/** The sum of one or more terms, added from left to right. */
export function add(first: Operand, ...others: readonly Operand[]): Expression {
  return others.reduce<Expression>((sum, term) => applyAdd(sum, term), lift(first));
}

/** The product of one or more factors, multiplied from left to right. */
export function mul(first: Operand, ...others: readonly Operand[]): Expression {
  return others.reduce<Expression>(
    (product, factor) => applyMultiply(product, factor),
    lift(first),
  );
}

/** x within [low, high]; the gradient passes where low ≤ x ≤ high. */
export function clamp(argument: Operand, low: number, high: number): Expression {
  const lifted = lift(argument);
  return { kind: "clamp", axes: lifted.axes, argument: lifted, low, high };
}

/** `whenTrue` where left < right, else `whenFalse`. No gradient goes into the comparison. */
export const selectLess = select("less");
/** `whenTrue` where left ≤ right, else `whenFalse`. No gradient goes into the comparison. */
export const selectLessOrEqual = select("lessOrEqual");
/** `whenTrue` where left = right, else `whenFalse`. No gradient goes into the comparison. */
export const selectEqual = select("equal");

/** Sum over all elements along some axes. */
export function sum(argument: Operand, ...axes: readonly Axis[]): Expression {
  return reduce("sum", argument, axes);
}

/** Product over all elements along some axes. */
export function product(argument: Operand, ...axes: readonly Axis[]): Expression {
  return reduce("product", argument, axes);
}

/** Mean over all elements along some axes. */
export function mean(argument: Operand, ...axes: readonly Axis[]): Expression {
  const count = axes.reduce((elements, axis) => elements * axis.size, 1);
  return div(sum(argument, ...axes), count);
}

/**
 * Some of an array's elements along an axis, from `start` on, as many as the new axis is long: the
 * columns that weigh x, of a matrix that weighs x and 1 / x.
 */
export function slice(array: Expression, axis: Axis, start: number, slicedAxis: Axis): Expression {
  const position = array.axes.indexOf(axis);
  if ((array.kind !== "parameter" && array.kind !== "input") || position < 0) {
    throw new RangeError(`Only parameters and inputs with the axis ${axis.name} can be sliced`);
  }
  return {
    ...array,
    axes: array.axes.with(position, slicedAxis),
    offset: array.offset + start * array.strides[position],
  };
}

/** Numbers side by side along a new axis: as many as it is long. */
export function stack(axis: Axis, parts: readonly Operand[]): Expression {
  if (parts.length !== axis.size) {
    throw new RangeError(`${parts.length} parts along ${axis.name} of ${axis.size}`);
  }
  const lifted = parts.map(lift);
  return { kind: "stack", axes: [...unionOfAxes(lifted), axis], axis, parts: lifted };
}

export function lift(operand: Operand): Expression {
  return typeof operand === "number" ? constant(operand) : operand;
}

const applyAdd = binary("add");
const applyMultiply = binary("multiply");

function unary(operator: UnaryOperator): (argument: Operand) => Expression {
  return (argument) => {
    const lifted = lift(argument);
    return { kind: "unary", axes: lifted.axes, operator, argument: lifted };
  };
}

function binary(operator: BinaryOperator): (left: Operand, right: Operand) => Expression {
  return (leftOperand, rightOperand) => {
    const left = lift(leftOperand);
    const right = lift(rightOperand);
    return { kind: "binary", axes: unionOfAxes([left, right]), operator, left, right };
  };
}

function select(comparison: Comparison) {
  return (
    leftOperand: Operand,
    rightOperand: Operand,
    trueOperand: Operand,
    falseOperand: Operand,
  ): Expression => {
    const left = lift(leftOperand);
    const right = lift(rightOperand);
    const whenTrue = lift(trueOperand);
    const whenFalse = lift(falseOperand);
    const axes = unionOfAxes([left, right, whenTrue, whenFalse]);
    return { kind: "select", axes, comparison, left, right, whenTrue, whenFalse };
  };
}

function reduce(operator: Reduction, operand: Operand, axes: readonly Axis[]): Expression {
  return axes.reduce<Expression>((argument, axis) => {
    if (!argument.axes.includes(axis)) {
      throw new RangeError(`A ${operator} over ${axis.name} of something that has no such axis`);
    }
    const remaining = argument.axes.filter((other) => other !== axis);
    return { kind: "reduce", axes: remaining, operator, axis, argument };
  }, lift(operand));
}
