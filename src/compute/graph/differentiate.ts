import {
  inTopologicalOrder,
  operands,
  type Axis,
  type BinaryOperator,
  type Expression,
  type UnaryOperator,
} from "./expression.js";
import {
  add,
  constant,
  cos,
  cosh,
  div,
  log,
  mul,
  negate,
  power,
  product,
  selectEqual,
  selectLess,
  selectLessOrEqual,
  sign,
  sin,
  sinh,
  square,
  sub,
  sum,
} from "./operations.js";

type Parameter = Extract<Expression, { kind: "parameter" }>;
type Input = Extract<Expression, { kind: "input" }>;

/** A share of a gradient; `axes` are those of the expression that it came through. */
interface Share {
  readonly value: Expression;
  readonly axes: readonly Axis[];
}

/**
 * The gradient of an expression without axes, derived symbolically in reverse. Where PyTorch has a
 * convention it is taken: |x| has gradient 0 at 0; equal operands of a minimum or maximum get half
 * each; a clamp passes the gradient on its bounds.
 *
 * @returns for each parameter in the expression its gradient, of the same axes
 */
export function differentiate(total: Expression): Map<Parameter, Expression> {
  return gradientsOf(total, (expression) => expression.kind === "parameter");
}

/**
 * The same for columns of the batch: for each wanted one the gradient that each sample has.
 *
 * @param isWanted by the first column
 */
export function differentiateColumns(
  total: Expression,
  isWanted: (column: number) => boolean,
): Map<Input, Expression> {
  return gradientsOf(
    total,
    (expression): expression is Input => expression.kind === "input" && isWanted(expression.offset),
  );
}

function gradientsOf<Leaf extends Expression>(
  total: Expression,
  isWanted: (expression: Expression) => expression is Leaf,
): Map<Leaf, Expression> {
  const ordered = inTopologicalOrder([total]);
  const depends = new Set<Expression>();
  for (const expression of ordered) {
    if (isWanted(expression) || operands(expression).some((part) => depends.has(part))) {
      depends.add(expression);
    }
  }
  const shares = new Map<Expression, Share[]>([[total, [{ value: constant(1), axes: [] }]]]);
  const gradients = new Map<Leaf, Expression>();
  for (const expression of ordered.reverse()) {
    const received = shares.get(expression);
    if (!received || !depends.has(expression)) continue;
    const gradient = collect(received, expression.axes);
    if (isWanted(expression)) gradients.set(expression, gradient);
    for (const [operand, value] of contributions(expression, gradient)) {
      if (!depends.has(operand)) continue;
      const axes = expression.kind === "reduce" ? operand.axes : expression.axes;
      shares.set(operand, [...(shares.get(operand) ?? []), { value, axes }]);
    }
  }
  return gradients;
}

/**
 * Adds up shares, and along the axes that the receiver was broadcast over. Shares that are summed
 * over the same axes are added first, so that each set of axes is summed over once.
 */
function collect(shares: readonly Share[], axes: readonly Axis[]): Expression {
  const groups = new Map<string, { value: Expression; over: Axis[] }>();
  for (const share of shares) {
    const broadcast = share.axes.filter((axis) => !axes.includes(axis));
    const over = broadcast.filter((axis) => share.value.axes.includes(axis));
    // Constant along an axis: the sum is a multiple.
    const times = broadcast
      .filter((axis) => !share.value.axes.includes(axis))
      .reduce((count, axis) => count * axis.size, 1);
    const value = times === 1 ? share.value : mul(share.value, times);
    const key = over.map(({ name }) => name).join();
    const group = groups.get(key);
    groups.set(key, group ? { ...group, value: add(group.value, value) } : { value, over });
  }
  const [first, ...others] = [...groups.values()].map(({ value, over }) => sum(value, ...over));
  return add(first, ...others);
}

/** What an expression's gradient gives to its operands. */
function contributions(
  expression: Expression,
  gradient: Expression,
): [operand: Expression, share: Expression][] {
  switch (expression.kind) {
    case "constant":
    case "parameter":
    case "input":
    case "scalar":
      return [];
    case "unary": {
      const share = throughUnary(expression.operator, expression.argument, expression, gradient);
      return share ? [[expression.argument, share]] : [];
    }
    case "binary": {
      const { operator, left, right } = expression;
      const [toLeft, toRight] = throughBinary(operator, left, right, expression, gradient);
      return [
        [left, toLeft],
        [right, toRight],
      ];
    }
    case "clamp": {
      const { argument, low, high } = expression;
      const below = selectLessOrEqual(argument, high, gradient, 0);
      return [[argument, selectLessOrEqual(low, argument, below, 0)]];
    }
    case "select": {
      const { comparison, left, right, whenTrue, whenFalse } = expression;
      const choose = { less: selectLess, lessOrEqual: selectLessOrEqual, equal: selectEqual }[
        comparison
      ];
      return [
        [whenTrue, choose(left, right, gradient, 0)],
        [whenFalse, choose(left, right, 0, gradient)],
      ];
    }
    case "stack":
      throw new RangeError("Stacks are written out before they are differentiated");
    case "reduce": {
      const { operator, axis, argument } = expression;
      if (operator === "sum") return [[argument, gradient]];
      return [[argument, mul(gradient, productOfOthers(argument, axis))]];
    }
  }
}

function throughUnary(
  operator: UnaryOperator,
  argument: Expression,
  result: Expression,
  gradient: Expression,
): Expression | null {
  switch (operator) {
    case "negate":
      return negate(gradient);
    case "abs":
      return mul(gradient, sign(argument));
    case "sign":
    case "round":
      return null;
    case "square":
      return mul(mul(gradient, 2), argument);
    case "sqrt":
      return div(gradient, mul(2, result));
    case "exp":
      return mul(gradient, result);
    case "expm1":
      return mul(gradient, add(result, 1));
    case "log":
      return div(gradient, argument);
    case "sin":
      return mul(gradient, cos(argument));
    case "cos":
      return negate(mul(gradient, sin(argument)));
    case "tanh":
      return mul(gradient, sub(1, square(result)));
    case "sinh":
      return mul(gradient, cosh(argument));
    case "cosh":
      return mul(gradient, sinh(argument));
    case "sigmoid":
      return mul(mul(gradient, sub(1, result)), result);
    case "relu":
      return selectLess(0, argument, gradient, 0);
  }
}

function throughBinary(
  operator: BinaryOperator,
  left: Expression,
  right: Expression,
  result: Expression,
  gradient: Expression,
): [left: Expression, right: Expression] {
  switch (operator) {
    case "add":
      return [gradient, gradient];
    case "subtract":
      return [gradient, negate(gradient)];
    case "multiply":
      return [mul(gradient, right), mul(gradient, left)];
    case "divide":
      return [div(gradient, right), negate(mul(gradient, div(result, right)))];
    case "minimum":
    case "maximum": {
      const [smaller, larger] = operator === "minimum" ? [left, right] : [right, left];
      const half = mul(gradient, 0.5);
      const toLeft = selectLess(smaller, larger, gradient, selectEqual(left, right, half, 0));
      const toRight = selectLess(larger, smaller, gradient, selectEqual(left, right, half, 0));
      return [toLeft, toRight];
    }
    case "power": {
      const slope = mul(right, power(left, sub(right, 1)));
      const growth = mul(result, log(left));
      // 0 ** exponent does not change with a positive exponent, though its logarithm is infinite.
      const atZero = selectLessOrEqual(0, right, 0, growth);
      return [
        mul(gradient, selectEqual(right, 0, 0, slope)),
        mul(gradient, selectEqual(left, 0, atZero, growth)),
      ];
    }
  }
}

/** For each element along an axis the product of all others, right also where elements are 0. */
function productOfOthers(argument: Expression, axis: Axis): Expression {
  const isZero = selectEqual(argument, 0, 1, 0);
  const zeros = sum(isZero, axis);
  const withoutZeros = product(selectEqual(argument, 0, 1, argument), axis);
  const besideZero = selectEqual(zeros, 0, div(withoutZeros, argument), 0);
  const atZero = selectEqual(zeros, 1, withoutZeros, 0);
  return selectEqual(argument, 0, atZero, besideZero);
}
