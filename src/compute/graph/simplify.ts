import {
  inTopologicalOrder,
  operands,
  unionOfAxes,
  withOperands,
  type Axis,
  type BinaryOperator,
  type Expression,
} from "./expression.js";
import { evaluateBinary, evaluateUnary } from "./evaluateOperator.js";

/**
 * Makes equal parts the same object and folds what is known: constants, sums with 0, products and
 * quotients with 1. Nothing is folded that infinities or not-a-number would make different.
 *
 * @returns the simplified expressions, in the order of `roots`
 */
export function simplify(roots: readonly Expression[]): Expression[] {
  const intern = createInterner();
  const replacements = new Map<Expression, Expression>();
  for (const expression of inTopologicalOrder(roots)) {
    const replaced = operands(expression).map((operand) => replacements.get(operand)!);
    replacements.set(expression, fold(withOperands(expression, replaced), intern));
  }
  return roots.map((root) => replacements.get(root)!);
}

/** Returns the same object for equal expressions whose operands are the same objects. */
type Interner = (expression: Expression) => Expression;

function createInterner(): Interner {
  const known = new Map<string, Expression>();
  const names = new Map<object, number>();
  const nameOf = (object: object): number => {
    const name = names.get(object) ?? names.size;
    names.set(object, name);
    return name;
  };
  return (expression) => {
    const key = describe(expression, nameOf);
    const same = known.get(key) ?? expression;
    known.set(key, same);
    return same;
  };
}

/** A simpler expression of the same value, or the same one; interned. */
function fold(expression: Expression, intern: Interner): Expression {
  const constant = (value: number) => intern(constantOf(value));
  const binary = (operator: BinaryOperator, left: Expression, right: Expression): Expression =>
    fold({ kind: "binary", axes: unionOfAxes([left, right]), operator, left, right }, intern);
  const negated = (argument: Expression): Expression =>
    fold({ kind: "unary", axes: argument.axes, operator: "negate", argument }, intern);

  if (expression.kind === "unary") {
    const { operator, argument } = expression;
    if (argument.kind === "constant") return constant(evaluateUnary(operator, argument.value));
    return operator === "negate" && isNegated(argument) ? argument.argument : intern(expression);
  }
  if (expression.kind === "reduce") {
    const { operator, axis, argument } = expression;
    if (argument.axes.includes(axis)) {
      if (operator !== "sum" || !isNegated(argument)) return intern(expression);
      return negated(intern(withOperands(expression, [argument.argument])));
    }
    // The argument turned out not to have the axis: all elements are equal.
    if (operator === "sum") return binary("multiply", argument, constant(axis.size));
    const factors = Array.from({ length: axis.size }, () => argument);
    return factors.reduce((left, right) => binary("multiply", left, right));
  }
  if (expression.kind !== "binary") return intern(expression);
  const { operator, left, right } = expression;
  if (left.kind === "constant" && right.kind === "constant") {
    return constant(evaluateBinary(operator, left.value, right.value));
  }
  switch (operator) {
    case "add":
      if (isConstant(left, 0)) return right;
      if (isConstant(right, 0)) return left;
      if (isNegated(right)) return binary("subtract", left, right.argument);
      if (isNegated(left)) return binary("subtract", right, left.argument);
      break;
    case "subtract":
      if (isConstant(left, 0)) return negated(right);
      if (isConstant(right, 0)) return left;
      if (isNegated(right)) return binary("add", left, right.argument);
      break;
    case "multiply":
      if (isConstant(left, 1)) return right;
      if (isConstant(right, 1)) return left;
      if (isConstant(left, -1)) return negated(right);
      if (isConstant(right, -1)) return negated(left);
      if (isNegated(left)) return negated(binary("multiply", left.argument, right));
      if (isNegated(right)) return negated(binary("multiply", left, right.argument));
      break;
    case "divide":
      if (isConstant(right, 1)) return left;
      // A power of two: multiplying by its inverse rounds to the same number, and is faster.
      if (right.kind === "constant" && Number.isInteger(Math.log2(Math.abs(right.value)))) {
        return binary("multiply", left, constant(1 / right.value));
      }
      if (isNegated(left)) return negated(binary("divide", left.argument, right));
      break;
    case "minimum":
    case "maximum":
    case "power":
      break;
  }
  return intern(expression);
}

function constantOf(value: number): Expression {
  return { kind: "constant", axes: [], value };
}

function isConstant(expression: Expression, value: number): boolean {
  return expression.kind === "constant" && expression.value === value;
}

function isNegated(expression: Expression): expression is Extract<Expression, { kind: "unary" }> {
  return expression.kind === "unary" && expression.operator === "negate";
}

/** A text that two expressions share only if they are equal, given that their operands are unique. */
function describe(expression: Expression, nameOf: (object: object) => number): string {
  const parts = operands(expression).map(nameOf);
  const axisNames = (axes: readonly Axis[]) => axes.map(nameOf).join(",");
  switch (expression.kind) {
    case "constant":
      return `constant ${Object.is(expression.value, -0) ? "-0" : expression.value}`;
    case "parameter":
    case "input":
      return `${expression.kind} ${axisNames(expression.axes)} ${expression.offset} ${expression.strides.join(",")}`;
    case "scalar":
      return `scalar ${expression.name}`;
    case "unary":
      return `${expression.operator} ${parts.join(",")}`;
    case "binary":
      return `${expression.operator} ${commuted(expression.operator, parts).join(",")}`;
    case "clamp":
      return `clamp ${expression.low} ${expression.high} ${parts.join(",")}`;
    case "select":
      return `select ${expression.comparison} ${parts.join(",")}`;
    case "reduce":
      return `${expression.operator} over ${nameOf(expression.axis)} ${parts.join(",")}`;
    case "stack":
      return `stack over ${nameOf(expression.axis)} ${parts.join(",")}`;
  }
}

function commuted(operator: string, parts: number[]): number[] {
  return operator === "add" || operator === "multiply" ? parts.sort((a, b) => a - b) : parts;
}
