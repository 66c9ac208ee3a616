import type { PtxTarget } from "../../../compute/backends/cuda/drawing.js";
import {
  doubleLiteral,
  type Operand,
  type PtxFunction,
} from "../../../compute/backends/cuda/ptx/ptxFunction.js";
import type { Operation } from "../../../experiments/settings/arithmetic.js";
import type { BatchPlan } from "../batchPlan.js";
import { pairwiseBlock, pairwiseWidth } from "../pairwiseSum.js";

/** An operation on the sums of a row's subsets. */
export function targetOf(operation: Operation): PtxTarget {
  return (fn, sums) => {
    const calculate =
      (name: string) =>
      (left: Operand, right: Operand): Operand =>
        fn.op("f64", `${name}.rn.f64`, left, right);
    const [a, b] = sums;
    switch (operation) {
      case "add":
        return sums.reduce(calculate("add"));
      case "sub":
        return calculate("sub")(a, b);
      case "mul":
        return sums.reduce(calculate("mul"));
      case "div":
        return calculate("div")(a, b);
      case "squared":
        return calculate("mul")(a, a);
      case "root":
        return fn.op("f64", "sqrt.rn.f64", a);
      case "reciprocal":
        return calculate("div")(doubleLiteral(1), a);
      case "cumsum":
      case "cumprod":
        throw new RangeError(`${operation} is an operation on sequences`);
    }
  };
}

/**
 * The targets of one row: functions of the sums of its subsets, which are taken in NumPy's order.
 *
 * @param element the number of a column, counted from the first subset's start
 */
export function writeTargets(
  fn: PtxFunction,
  { subsets }: BatchPlan,
  targets: readonly PtxTarget[],
  element: (column: number) => Operand,
): readonly Operand[] {
  const add = (left: Operand, right: Operand) => fn.op("f64", "add.rn.f64", left, right);
  const sums = subsets.map(([start, end]) => pairwiseSum(add, start, end, element));
  return targets.map((target) => target(fn, sums));
}

/** See `pairwiseSum` in `../pairwiseSum.ts`. */
function pairwiseSum(
  add: (left: Operand, right: Operand) => Operand,
  start: number,
  end: number,
  element: (index: number) => Operand,
): Operand {
  const count = end - start;
  if (count > pairwiseBlock) {
    const half = Math.floor(count / 2);
    const cut = start + half - (half % pairwiseWidth);
    const left = pairwiseSum(add, start, cut, element);
    return add(left, pairwiseSum(add, cut, end, element));
  }
  const some = (first: number, stop: number, step = 1) =>
    Array.from({ length: Math.ceil((stop - first) / step) }, (_, i) => element(first + i * step));
  const sum = (terms: readonly Operand[]) => terms.reduce(add);
  if (count < pairwiseWidth) return sum(some(start, end));
  const whole = end - (count % pairwiseWidth);
  const [a, b, c, d, e, f, g, h] = Array.from({ length: pairwiseWidth }, (_, lane) =>
    sum(some(start + lane, whole, pairwiseWidth)),
  );
  const pairs = add(add(add(a, b), add(c, d)), add(add(e, f), add(g, h)));
  return sum([pairs, ...some(whole, end)]);
}
