import type { Expression } from "../../../compute/graph/expression.js";
import { product } from "../../../compute/graph/operations.js";
import { boundedInForward, clampAfterStep, nmuBounds, weightPenalties } from "./boundedWeights.js";
import { nmuUniform } from "./initializers.js";
import type { Layer, LayerShape, ParameterDefinition, PenaltyKey } from "./moduleDefinition.js";
import { nmuFactor } from "./nmruParts.js";
import { nmuBias, nmuOutOfBounds, nmuUnused } from "./penalties.js";

/** W of an NMU. */
export function nmuWeights(
  { inputs, outputs, settings }: LayerShape,
  name = "W",
): ParameterDefinition {
  return {
    name,
    axes: [outputs, inputs],
    initial: nmuUniform(),
    clamp: clampAfterStep(settings, nmuBounds(settings)),
  };
}

/** Π_i (W_i v_i + 1 - W_i): Madsen and Johansen, "Neural Arithmetic Units" (2020), eq. 9. */
export function nmuProduct(weights: Expression, values: Expression, layer: Layer): Expression {
  const bounded = boundedInForward(weights, layer.settings, nmuBounds(layer.settings));
  return product(nmuFactor(bounded, values), layer.inputs);
}

/** The penalties of an NMU. */
export function nmuPenalties(
  weights: Expression,
  { settings, x, samples, positions }: Layer,
): Partial<Record<PenaltyKey, Expression>> {
  return weightPenalties(settings, {
    bias: () => nmuBias(weights, settings.regularizerShape),
    outOfBounds: () => nmuOutOfBounds(weights, settings.regularizerShape),
    unused: () => nmuUnused(weights, x, { samples, positions }),
  });
}
