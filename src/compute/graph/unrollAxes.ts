import { operands, withOperands, type Axis, type Expression } from "./expression.js";

/** One index for some axes. */
type Indices = ReadonlyMap<Axis, number>;

/**
 * Writes out the elements along small axes: sums and products become trees of additions and
 * multiplications, array elements become numbers of their own. What is left has only the other axes.
 *
 * @param shouldUnroll says which axes are written out
 */
export function createUnroller(shouldUnroll: (axis: Axis) => boolean) {
  const seen = new Map<Expression, Map<string, Expression>>();

  /** The element of an expression at some indices: one for every unrolled axis that it has. */
  const at = (expression: Expression, indices: Indices): Expression => {
    const unrolled = expression.axes.filter(shouldUnroll);
    const key = unrolled.map((axis) => indices.get(axis)!).join(",");
    const elements = seen.get(expression) ?? new Map<string, Expression>();
    seen.set(expression, elements);
    const known = elements.get(key);
    if (known) return known;
    const element = compute(expression, indices);
    elements.set(key, element);
    return element;
  };

  const compute = (expression: Expression, indices: Indices): Expression => {
    switch (expression.kind) {
      case "parameter":
      case "input": {
        const kept = expression.axes.flatMap((axis, i) => (shouldUnroll(axis) ? [] : [i]));
        const offset = expression.axes.reduce(
          (sum, axis, i) =>
            shouldUnroll(axis) ? sum + expression.strides[i] * indices.get(axis)! : sum,
          expression.offset,
        );
        return {
          ...expression,
          axes: kept.map((i) => expression.axes[i]),
          strides: kept.map((i) => expression.strides[i]),
          offset,
        };
      }
      case "reduce": {
        const { axis, operator, argument } = expression;
        if (!shouldUnroll(axis)) return withOperands(expression, [at(argument, indices)]);
        const elements = Array.from({ length: axis.size }, (_, index) =>
          at(argument, new Map([...indices, [axis, index]])),
        );
        return balancedTree(elements, operator === "sum" ? "add" : "multiply");
      }
      case "constant":
      case "scalar":
      case "unary":
      case "binary":
      case "clamp":
      case "select":
        return withOperands(
          expression,
          operands(expression).map((operand) => at(operand, indices)),
        );
    }
  };
  return at;
}

/** Every combination of indices on some axes, the last axis running fastest. */
export function everyIndex(axes: readonly Axis[]): Indices[] {
  return axes.reduce<Indices[]>(
    (all, axis) =>
      all.flatMap((indices) =>
        Array.from({ length: axis.size }, (_, index) => new Map([...indices, [axis, index]])),
      ),
    [new Map()],
  );
}

function balancedTree(elements: readonly Expression[], operator: "add" | "multiply"): Expression {
  if (elements.length === 1) return elements[0];
  const half = Math.ceil(elements.length / 2);
  const left = balancedTree(elements.slice(0, half), operator);
  const right = balancedTree(elements.slice(half), operator);
  return {
    kind: "binary",
    axes: [...new Set([...left.axes, ...right.axes])],
    operator,
    left,
    right,
  };
}
