import { operands, unionOfAxes, withOperands, type Axis, type Expression } from "./expression.js";

/** One index for some axes. */
type Indices = ReadonlyMap<Axis, number>;

/** A long axis as parts of some elements, all in loops; what is left behind the last part is written out. */
export interface Parts {
  readonly parts: Axis;
  readonly elements: Axis;
  readonly rest: number;
}

/** What becomes of an axis: all elements written out, a loop over each of them, or loops over parts. */
export type AxisForm = "written out" | "loop" | Parts;

/**
 * Writes out the elements along small axes: sums and products become trees of additions and
 * multiplications, array elements become numbers of their own. A sum over parts is the sum of their sums,
 * which are more exact than one long one. What is left has the axes of loops.
 */
export function createUnroller(formOf: (axis: Axis) => AxisForm) {
  const seen = new Map<Expression, Map<string, Expression>>();
  const shouldUnroll = (axis: Axis) => formOf(axis) !== "loop";

  /** The element of an expression at some indices: one for every unrolled axis that it has. */
  const at = (expression: Expression, indices: Indices): Expression => {
    const unrolled = expression.axes.filter(shouldUnroll);
    const key = unrolled.map((axis) => indices.get(axis)).join(",");
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
        const places = expression.axes.map((axis, i) =>
          placeOf(axis, expression.strides[i], formOf(axis), indices.get(axis)),
        );
        return {
          ...expression,
          axes: places.flatMap(({ loops }) => loops.map(([axis]) => axis)),
          strides: places.flatMap(({ loops }) => loops.map(([, stride]) => stride)),
          offset: places.reduce((sum, { offset }) => sum + offset, expression.offset),
        };
      }
      case "reduce": {
        const { axis, operator, argument } = expression;
        const form = formOf(axis);
        const element = (index: number) => at(argument, new Map([...indices, [axis, index]]));
        const elements = (count: number) => Array.from({ length: count }, (_, i) => element(i));
        const operation = operator === "sum" ? "add" : "multiply";
        switch (form) {
          case "loop":
            return withOperands(expression, [at(argument, indices)]);
          case "written out":
            return balancedTree(elements(axis.size), operation);
          default: {
            const { parts, elements: inPart, rest } = form;
            const ofPart = withOperands({ ...expression, axis: inPart }, [at(argument, indices)]);
            const ofParts = withOperands({ ...expression, axis: parts }, [ofPart]);
            return rest === 0
              ? ofParts
              : combined(operation, ofParts, balancedTree(elements(rest), operation));
          }
        }
      }
      case "stack": {
        const { axis, parts } = expression;
        const index = indices.get(axis);
        if (!shouldUnroll(axis) || index === undefined) {
          throw new RangeError(
            `The axis ${axis.name} of ${axis.size} is too long to be put together`,
          );
        }
        return at(parts[index], indices);
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

/**
 * The axes and strides of an array's place that one of its axes gives. An index on an axis of parts is that
 * of an element behind them.
 */
function placeOf(
  axis: Axis,
  stride: number,
  form: AxisForm,
  index: number | undefined,
): { readonly loops: readonly (readonly [Axis, number])[]; readonly offset: number } {
  if (form === "loop") return { loops: [[axis, stride]], offset: 0 };
  if (form === "written out") return { loops: [], offset: stride * index! };
  const { parts, elements, rest } = form;
  if (index !== undefined) return { loops: [], offset: stride * (axis.size - rest + index) };
  return {
    loops: [
      [parts, stride * elements.size],
      [elements, stride],
    ],
    offset: 0,
  };
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
  return combined(operator, left, right);
}

function combined(operator: "add" | "multiply", left: Expression, right: Expression): Expression {
  return { kind: "binary", axes: unionOfAxes([left, right]), operator, left, right };
}
