import {
  doubleLiteral,
  type Operand,
  type PtxFunction,
} from "../../../compute/backends/cuda/ptx/ptxFunction.js";
import type { TargetedBatchPlan } from "../batchPlan.js";
import { pairwiseWidth } from "../pairwiseSum.js";

/**
 * The target of one row: sums of subsets in NumPy's order, and the operation.
 *
 * @param element the number of a column, counted from the first subset's start
 */
export function writeTarget(
  fn: PtxFunction,
  { subsets, operation }: TargetedBatchPlan,
  element: (column: number) => Operand,
): Operand {
  const calculate =
    (name: string) =>
    (left: Operand, right: Operand): Operand =>
      fn.op("f64", `${name}.rn.f64`, left, right);
  const [add, mul, div] = ["add", "mul", "div"].map(calculate);
  const sums = subsets.map(([start, end]) =>
    pairwiseSum(add, end - start, (index) => element(start + index)),
  );
  const [a, b] = sums;
  switch (operation) {
    case "add":
      return sums.reduce(add);
    case "sub":
      return calculate("sub")(a, b);
    case "mul":
      return sums.reduce(mul);
    case "div":
      return div(a, b);
    case "squared":
      return mul(a, a);
    case "root":
      return fn.op("f64", "sqrt.rn.f64", a);
    case "reciprocal":
      return div(doubleLiteral(1), a);
    case "cumsum":
    case "cumprod":
      throw new RangeError(`${operation} is an operation on sequences`);
  }
}

/** See `pairwiseSum`. */
function pairwiseSum(
  add: (left: Operand, right: Operand) => Operand,
  count: number,
  element: (index: number) => Operand,
): Operand {
  const range = (start: number, end: number, step = 1) =>
    Array.from({ length: Math.ceil((end - start) / step) }, (_, i) => element(start + i * step));
  const sum = (terms: readonly Operand[]) => terms.reduce(add);
  if (count < pairwiseWidth) return sum(range(0, count));
  const whole = count - (count % pairwiseWidth);
  const [a, b, c, d, e, f, g, h] = Array.from({ length: pairwiseWidth }, (_, lane) =>
    sum(range(lane, whole, pairwiseWidth)),
  );
  const pairs = add(add(add(a, b), add(c, d)), add(add(e, f), add(g, h)));
  return sum([pairs, ...range(whole, count)]);
}
