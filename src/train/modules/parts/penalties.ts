import type { Expression } from "../../../compute/graph/expression.js";
import {
  abs,
  constant,
  mean,
  minimum,
  mul,
  relu,
  square,
  sub,
  type Operand,
} from "../../../compute/graph/operations.js";
import type { RegularizerShape } from "../../../experiments/settings/penalties.js";
import type { Layer } from "./moduleDefinition.js";

/** Zero at weights 0 and 1: Madsen and Johansen (2020), NMU. */
export function nmuBias(weights: Expression, shape: RegularizerShape): Expression {
  switch (shape) {
    case "linear":
      return meanOfAll(minimum(abs(weights), abs(sub(1, weights))));
    case "squared":
      return meanOfAll(mul(square(weights), square(sub(1, weights))));
    case "none":
      return constant(0);
  }
}

/** Zero at weights -1, 0 and 1: Madsen and Johansen (2020), NAU. */
export function nauBias(weights: Expression, shape: RegularizerShape): Expression {
  switch (shape) {
    case "linear":
      return meanOfAll(minimum(abs(weights), abs(sub(1, abs(weights)))));
    case "squared":
      return meanOfAll(mul(square(weights), square(sub(1, abs(weights)))));
    case "none":
      return constant(0);
  }
}

/** Zero for weights in [0, 1]. The original has none of shape `none`. */
export function nmuOutOfBounds(weights: Expression, shape: RegularizerShape): Expression {
  return excess(sub(abs(sub(weights, 0.5)), 0.5), shape);
}

/** Zero for weights in [-1, 1]. The original has none of shape `none`. */
export function nauOutOfBounds(weights: Expression, shape: RegularizerShape): Expression {
  return excess(sub(abs(weights), 1), shape);
}

/** Zero at weights -1 and 1, nowhere else. */
export function npuWeightPenalty(weights: Expression): Expression {
  return meanOfAll(abs(sub(1, abs(weights))));
}

/** Zero at 0 and 1: for the gate as it is stored, not clamped. */
export function gatePenalty(gate: Expression): Expression {
  return meanOfAll(minimum(abs(gate), abs(sub(1, gate))));
}

/** mean((1 - |W|) ⊙ x̄²), x̄ the batch's mean: inputs that an addition does not use should be 0. */
export function nauUnused(weights: Expression, inputs: Expression, seen: Seen): Expression {
  return meanOfAll(mul(sub(1, abs(weights)), square(meanOverBatch(inputs, seen))));
}

/** mean((1 - W) ⊙ (1 - x̄)²): inputs that a multiplication does not use should be 1. */
export function nmuUnused(weights: Expression, inputs: Expression, seen: Seen): Expression {
  return meanOfAll(mul(sub(1, weights), square(sub(1, meanOverBatch(inputs, seen)))));
}

/** Everything that a layer sees of a batch: of a recurrent cell, all positions of all sequences. */
type Seen = Pick<Layer, "samples" | "positions">;

function meanOverBatch(inputs: Expression, { samples, positions }: Seen): Expression {
  return positions === undefined ? mean(inputs, samples) : mean(inputs, samples, positions);
}

/** Mean over all axes. */
export function meanOfAll(expression: Expression): Expression {
  return mean(expression, ...expression.axes);
}

function excess(distance: Operand, shape: RegularizerShape): Expression {
  const outside = relu(distance);
  return meanOfAll(shape === "squared" ? square(outside) : outside);
}
