import type { Expression } from "../../compute/graph/expression.js";
import {
  abs,
  add,
  constant,
  mul,
  power,
  selectEqual,
  sqrt,
  square,
  sum,
} from "../../compute/graph/operations.js";
import type { Layer } from "../modules/parts/moduleDefinition.js";

/** Sum of the p-norms of all layers' parameter arrays. */
export function parameterNorm(layers: readonly Layer[], p: number): Expression {
  const [first, ...others] = layers.flatMap(({ parameters }) =>
    Object.values(parameters).map((values) => pNorm(values, p)),
  );
  return add(first, ...others);
}

function pNorm(values: Expression, p: number): Expression {
  const { axes } = values;
  if (p === 1) return sum(abs(values), ...axes);
  const powers = p === 2 ? square(values) : power(abs(values), constant(p));
  const total = sum(powers, ...axes);
  // The root has an infinite slope at 0; the gradient there is taken to be 0.
  const positive = selectEqual(total, 0, 1, total);
  const root = p === 2 ? sqrt(positive) : power(positive, constant(1 / p));
  return mul(selectEqual(total, 0, 0, 1), root);
}
