import { evaluateBinary, evaluateComparison, evaluateUnary } from "./evaluateOperator.js";
import { inTopologicalOrder, operands, type Axis, type Expression } from "./expression.js";

/** What the leaves of expressions stand for. */
export interface LeafValues {
  /** All parameters, flat. */
  readonly parameters: ArrayLike<number>;
  /** The batch: column after column, each `rows` long. */
  readonly batch?: ArrayLike<number>;
  readonly rows?: number;
  readonly scalars?: Readonly<Record<string, number>>;
}

/** Numbers along some axes, the last axis running fastest. */
export interface AxisArray {
  readonly axes: readonly Axis[];
  readonly values: Float64Array;
}

/**
 * Evaluates expressions one operator at a time: for what logs show, and as the plainest of all
 * backends in tests.
 *
 * @param round applied to the result of each operator: `Math.fround` for single precision
 * @returns for each expression its values along its own axes
 */
export function evaluateExpressions(
  expressions: readonly Expression[],
  leaves: LeafValues,
  round: (value: number) => number = (value) => value,
): AxisArray[] {
  const results = new Map<Expression, AxisArray>();
  for (const expression of inTopologicalOrder(expressions)) {
    const parts = operands(expression).map((operand) => results.get(operand)!);
    const values = compute(expression, parts, leaves);
    for (let i = 0; i < values.length; i++) values[i] = round(values[i]);
    results.set(expression, { axes: expression.axes, values });
  }
  return expressions.map((expression) => results.get(expression)!);
}

function compute(
  expression: Expression,
  parts: readonly AxisArray[],
  leaves: LeafValues,
): Float64Array {
  const { axes } = expression;
  const over = (element: (...values: number[]) => number): Float64Array => {
    const positions = remembered(expression, () =>
      parts.map((part) => positionsIn(part.axes, axes)),
    );
    const result = new Float64Array(elements(axes));
    // What is logged of many inputs takes a hundred times the step itself when each element makes a list.
    const [a, b] = parts.map(({ values }) => values);
    const [atA, atB] = positions;
    if (parts.length === 1) {
      for (let i = 0; i < result.length; i++) result[i] = element(a[atA[i]]);
    } else if (parts.length === 2) {
      for (let i = 0; i < result.length; i++) result[i] = element(a[atA[i]], b[atB[i]]);
    } else {
      for (let i = 0; i < result.length; i++) {
        result[i] = element(...parts.map(({ values }, part) => values[positions[part][i]]));
      }
    }
    return result;
  };
  switch (expression.kind) {
    case "constant":
      return Float64Array.of(expression.value);
    case "scalar":
      return Float64Array.of(leaves.scalars?.[expression.name] ?? NaN);
    case "parameter": {
      const { strides, offset } = expression;
      const [positions] = remembered(expression, () => [layOut(axes, strides, offset)]);
      return positions.map((position) => leaves.parameters[position]);
    }
    case "input": {
      const { rows = 0, batch = [] } = leaves;
      const [, ...columns] = expression.strides;
      const strides = [1, ...columns.map((stride) => stride * rows)];
      return layOut(axes, strides, expression.offset * rows).map((position) => batch[position]);
    }
    case "unary":
      return over((value) => evaluateUnary(expression.operator, value));
    case "binary":
      return over((left, right) => evaluateBinary(expression.operator, left, right));
    case "clamp":
      return over((value) =>
        value < expression.low ? expression.low : value > expression.high ? expression.high : value,
      );
    case "select":
      return over((left, right, whenTrue, whenFalse) =>
        evaluateComparison(expression.comparison, left, right) ? whenTrue : whenFalse,
      );
    case "stack": {
      const { axis } = expression;
      const others = axes.filter((other) => other !== axis);
      const positions = parts.map((part) => positionsIn(part.axes, others));
      const values = new Float64Array(elements(axes));
      // The axis of a stack is its last one.
      return values.map((_, index) => {
        const part = index % axis.size;
        return parts[part].values[positions[part][Math.floor(index / axis.size)]];
      });
    }
    case "reduce": {
      const { operator, axis, argument } = expression;
      const isSum = operator === "sum";
      const result = new Float64Array(elements(axes)).fill(isSum ? 0 : 1);
      const repeats = argument.axes.includes(axis) ? 1 : axis.size;
      const [targets] = remembered(expression, () => [positionsIn(axes, argument.axes)]);
      const [{ values }] = parts;
      for (let i = 0; i < values.length; i++) {
        for (let repeat = 0; repeat < repeats; repeat++) {
          if (isSum) result[targets[i]] += values[i];
          else result[targets[i]] *= values[i];
        }
      }
      return result;
    }
  }
}

const rememberedPositions = new WeakMap<Expression, readonly Float64Array[]>();

/** Positions that depend on an expression alone: what is logged is evaluated again and again. */
function remembered(
  expression: Expression,
  find: () => readonly Float64Array[],
): readonly Float64Array[] {
  const positions = rememberedPositions.get(expression) ?? find();
  rememberedPositions.set(expression, positions);
  return positions;
}

function elements(axes: readonly Axis[]): number {
  return axes.reduce((count, axis) => count * axis.size, 1);
}

/** For each element along `outer` the position of its element in an array along `inner`. */
function positionsIn(inner: readonly Axis[], outer: readonly Axis[]): Float64Array {
  const strides = outer.map((axis) => {
    const place = inner.indexOf(axis);
    return place < 0 ? 0 : elements(inner.slice(place + 1));
  });
  return layOut(outer, strides, 0);
}

/** The positions of all elements along some axes, the last axis running fastest. */
function layOut(axes: readonly Axis[], strides: readonly number[], offset: number): Float64Array {
  let positions = Float64Array.of(offset);
  axes.forEach(({ size }, i) => {
    const next = new Float64Array(positions.length * size);
    let at = 0;
    for (const position of positions) {
      for (let index = 0; index < size; index++) next[at++] = position + index * strides[i];
    }
    positions = next;
  });
  return positions;
}
