import {
  inTopologicalOrder,
  operands,
  type Axis,
  type BinaryOperator,
  type Expression,
  type UnaryOperator,
} from "../graph/expression.js";
import type { Kernel } from "../graph/kernel.js";
import type { KernelArrays } from "./javascriptKernel.js";
import type { Tensor, TensorLibrary } from "./tfjsLibrary.js";

/**
 * Compiles a kernel to operations of TensorFlow.js. Each expression is an array with a dimension for
 * each axis of the kernel, of length 1 along axes that it does not have.
 */
export function compileTfjsKernel(
  tf: TensorLibrary,
  kernel: Kernel,
  scalarNames: readonly string[],
): (arrays: KernelArrays) => void {
  const expressions = inTopologicalOrder(kernel.outputs.map(({ value }) => value));
  const axes = [...new Set([kernel.samples, ...expressions.flatMap((part) => part.axes)])];
  const rows = kernel.samples.size;
  const shapeOf = (part: Expression) =>
    axes.map((axis) => (part.axes.includes(axis) ? axis.size : 1));
  const pick = (array: Tensor, indices: readonly number[], shape: number[]): Tensor => {
    const picked = tf.gather(array, tf.tensor1d(Int32Array.from(indices), "int32"), 0);
    return tf.reshape(picked, shape);
  };

  const compute = (
    expression: Expression,
    parts: readonly Tensor[],
    leaves: { parameters: Tensor; columns: Tensor; scalars: Float64Array },
  ): Tensor => {
    const [first, second, third, fourth] = parts;
    switch (expression.kind) {
      case "constant":
        return tf.scalar(expression.value);
      case "scalar":
        return tf.scalar(leaves.scalars[scalarNames.indexOf(expression.name)]);
      case "parameter": {
        const ordered = axes.filter((axis) => expression.axes.includes(axis));
        const positions = positionsOf(expression, ordered);
        return pick(leaves.parameters, positions, shapeOf(expression));
      }
      case "input": {
        const ordered = axes.filter(
          (axis) => axis !== kernel.samples && expression.axes.includes(axis),
        );
        const columns = positionsOf(expression, ordered);
        // The samples' axis comes first, but columns are stored one after the other.
        const positions = Array.from({ length: rows }, (_, row) =>
          columns.map((column) => column * rows + row),
        );
        return pick(leaves.columns, positions.flat(), shapeOf(expression));
      }
      case "unary":
        return unary(tf, expression.operator, first);
      case "binary":
        return binary(tf, expression.operator, first, second);
      case "clamp": {
        const [low, high] = [tf.scalar(expression.low), tf.scalar(expression.high)];
        const bounded = tf.where(tf.less(first, low), low, first);
        return tf.where(tf.less(high, bounded), high, bounded);
      }
      case "select": {
        const compare = { less: tf.less, lessOrEqual: tf.lessEqual, equal: tf.equal };
        return tf.where(compare[expression.comparison](first, second), third, fourth);
      }
      case "stack":
        throw new TypeError("Stacks are written out before");
      case "reduce": {
        const reduce = expression.operator === "sum" ? tf.sum : tf.prod;
        return reduce(first, axes.indexOf(expression.axis), true);
      }
    }
  };

  return ({ parameters, scalars, batch, results, gradients }) =>
    tf.tidy(() => {
      const leaves = {
        parameters: tf.tensor(Float32Array.from(parameters), [parameters.length]),
        columns: tf.tensor(Float32Array.from(batch), [batch.length]),
        scalars,
      };
      const values = new Map<Expression, Tensor>();
      for (const expression of expressions) {
        const parts = operands(expression).map((operand) => values.get(operand)!);
        values.set(expression, compute(expression, parts, leaves));
      }
      for (const { array, value, offset, axes: outputAxes, strides, adds } of kernel.outputs) {
        const numbers = values.get(value)!.dataSync();
        const target = { results, gradients, columns: batch }[array];
        const start = array === "columns" ? offset * rows : offset;
        const ordered = axes.filter((axis) => value.axes.includes(axis));
        positionsOf({ axes: outputAxes, offset: start, strides }, outputAxes).forEach(
          (position, i) => {
            const number = numbers[indexIn(ordered, outputAxes, i)];
            target[position] = adds ? target[position] + number : number;
          },
        );
      }
    });
}

/** The positions of an array's elements, in the order of some of its axes, the last one fastest. */
function positionsOf(
  layout: { axes: readonly Axis[]; offset: number; strides: readonly number[] },
  ordered: readonly Axis[],
): number[] {
  return ordered.reduce<number[]>(
    (positions, axis) =>
      positions.flatMap((position) =>
        Array.from(
          { length: axis.size },
          (_, index) => position + index * layout.strides[layout.axes.indexOf(axis)],
        ),
      ),
    [layout.offset],
  );
}

/** The place along `inner` axes of the element at a place along `outer` ones. */
function indexIn(inner: readonly Axis[], outer: readonly Axis[], place: number): number {
  let rest = place;
  const indices = new Map<Axis, number>();
  for (const axis of [...outer].reverse()) {
    indices.set(axis, rest % axis.size);
    rest = Math.floor(rest / axis.size);
  }
  return inner.reduce((index, axis) => index * axis.size + indices.get(axis)!, 0);
}

function unary(tf: TensorLibrary, operator: UnaryOperator, x: Tensor): Tensor {
  const zero = tf.scalar(0);
  switch (operator) {
    case "negate":
      return tf.neg(x);
    case "square":
      return tf.mul(x, x);
    case "sign":
      return tf.where(
        tf.less(zero, x),
        tf.scalar(1),
        tf.where(tf.less(x, zero), tf.scalar(-1), zero),
      );
    case "relu":
      return tf.where(tf.less(x, zero), zero, x);
    case "expm1": {
      // u - 1 over log u cancels the rounding of u = exp(x): Kahan's formula.
      const u = tf.exp(x);
      const near = tf.div(tf.mul(tf.sub(u, tf.scalar(1)), x), tf.log(u));
      const isOne = tf.equal(u, tf.scalar(1));
      const isFar = tf.less(tf.scalar(0.5), tf.abs(x));
      return tf.where(isFar, tf.sub(u, tf.scalar(1)), tf.where(isOne, x, near));
    }
    case "sinh":
    case "cosh": {
      // By roots: exp(|x|) may be infinite where its half is not.
      const half = tf.scalar(0.5);
      const [upRoot, downRoot] = [x, tf.neg(x)].map((side) => tf.exp(tf.mul(side, half)));
      const up = tf.mul(tf.mul(upRoot, half), upRoot);
      const down = tf.mul(tf.mul(downRoot, half), downRoot);
      if (operator === "cosh") return tf.add(up, down);
      return tf.where(tf.less(tf.abs(x), tf.scalar(1)), smallSinh(tf, x), tf.sub(up, down));
    }
    case "sigmoid":
      return tf.div(tf.scalar(1), tf.add(tf.scalar(1), tf.exp(tf.neg(x))));
    case "abs":
    case "sqrt":
    case "exp":
    case "log":
    case "sin":
    case "cos":
    case "tanh":
    case "round":
      return tf[operator](x);
  }
}

/** Its series up to x^9, for |x| below 1. */
function smallSinh(tf: TensorLibrary, x: Tensor): Tensor {
  const squared = tf.mul(x, x);
  const series = [1 / 362880, 1 / 5040, 1 / 120, 1 / 6].reduce(
    (sum, coefficient) => tf.add(tf.mul(sum, squared), tf.scalar(coefficient)),
    tf.scalar(0),
  );
  return tf.add(x, tf.mul(tf.mul(x, squared), series));
}

function binary(tf: TensorLibrary, operator: BinaryOperator, x: Tensor, y: Tensor): Tensor {
  switch (operator) {
    case "add":
      return tf.add(x, y);
    case "subtract":
      return tf.sub(x, y);
    case "multiply":
      return tf.mul(x, y);
    case "divide":
      return tf.div(x, y);
    case "minimum":
      return keepingNaN(tf, y, tf.where(tf.less(y, x), y, x));
    case "maximum":
      return keepingNaN(tf, y, tf.where(tf.less(x, y), y, x));
    case "power": {
      const zero = tf.scalar(0);
      const general = tf.where(tf.less(x, zero), tf.scalar(NaN), tf.pow(tf.abs(x), y));
      const one = tf.scalar(1);
      return tf.where(tf.equal(y, tf.scalar(0)), one, tf.where(tf.equal(x, one), one, general));
    }
  }
}

/** Comparisons with not-a-number are false: the choice keeps that of the first operand only. */
function keepingNaN(tf: TensorLibrary, y: Tensor, chosen: Tensor): Tensor {
  return tf.where(tf.equal(y, y), chosen, y);
}
