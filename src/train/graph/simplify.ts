import {
  inTopologicalOrder,
  operands,
  withOperands,
  type Axis,
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
  const known = new Map<string, Expression>();
  const names = new Map<object, number>();
  const replacements = new Map<Expression, Expression>();
  const nameOf = (object: object): number => {
    const name = names.get(object) ?? names.size;
    names.set(object, name);
    return name;
  };
  for (const expression of inTopologicalOrder(roots)) {
    const replaced = operands(expression).map((operand) => replacements.get(operand)!);
    const folded = fold(withOperands(expression, replaced));
    const key = describe(folded, nameOf);
    if (!known.has(key)) known.set(key, folded);
    replacements.set(expression, known.get(key)!);
  }
  return roots.map((root) => replacements.get(root)!);
}

function fold(expression: Expression): Expression {
  if (expression.kind === "unary") {
    const { operator, argument } = expression;
    if (argument.kind === "constant") return constantOf(evaluateUnary(operator, argument.value));
    if (operator === "negate" && argument.kind === "unary" && argument.operator === "negate") {
      return argument.argument;
    }
    return expression;
  }
  if (expression.kind === "reduce") return foldReduction(expression);
  if (expression.kind !== "binary") return expression;
  const { operator, left, right } = expression;
  if (left.kind === "constant" && right.kind === "constant") {
    return constantOf(evaluateBinary(operator, left.value, right.value));
  }
  switch (operator) {
    case "add":
      if (isConstant(left, 0)) return right;
      return isConstant(right, 0) ? left : expression;
    case "subtract":
      if (isConstant(left, 0)) return negated(right);
      return isConstant(right, 0) ? left : expression;
    case "multiply":
      if (isConstant(left, 1)) return right;
      if (isConstant(right, 1)) return left;
      if (isConstant(left, -1)) return negated(right);
      return isConstant(right, -1) ? negated(left) : expression;
    case "divide":
      if (isConstant(right, 1)) return left;
      // A power of two: multiplying by its inverse rounds to the same number, and is faster.
      if (right.kind === "constant" && Number.isInteger(Math.log2(Math.abs(right.value)))) {
        return { ...expression, operator: "multiply", right: constantOf(1 / right.value) };
      }
      return expression;
    case "minimum":
    case "maximum":
    case "power":
      return expression;
  }
}

/** A reduction over an axis that its argument turned out not to have: of equal elements. */
function foldReduction(expression: Extract<Expression, { kind: "reduce" }>): Expression {
  const { operator, axis, argument } = expression;
  if (argument.axes.includes(axis)) return expression;
  const { axes } = argument;
  if (operator === "sum") {
    const right = constantOf(axis.size);
    return fold({ kind: "binary", axes, operator: "multiply", left: argument, right });
  }
  return Array.from({ length: axis.size }, () => argument).reduce((left, right) =>
    fold({ kind: "binary", axes, operator: "multiply", left, right }),
  );
}

function constantOf(value: number): Expression {
  return { kind: "constant", axes: [], value };
}

function isConstant(expression: Expression, value: number): boolean {
  return expression.kind === "constant" && expression.value === value;
}

function negated(expression: Expression): Expression {
  if (expression.kind === "unary" && expression.operator === "negate") return expression.argument;
  return { kind: "unary", axes: expression.axes, operator: "negate", argument: expression };
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
  }
}

function commuted(operator: string, parts: number[]): number[] {
  return operator === "add" || operator === "multiply" ? parts.sort((a, b) => a - b) : parts;
}
