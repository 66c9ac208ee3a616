import type { Expression } from "../../compute/graph/expression.js";
import { abs, add, exp, log, mul, sigmoid, sum, tanh } from "../../compute/graph/operations.js";
import { nacUniform } from "./initializers.js";
import type { Layer, LayerShape, ParameterDefinition } from "./moduleDefinition.js";

/** Keeps the logarithm of an input that is 0 finite. */
const logEpsilon = 1e-7;

/** Ŵ and M̂ of a NAC. */
export function nacParameters({ inputs, outputs }: LayerShape, prefix = ""): ParameterDefinition[] {
  return ["W_hat", "M_hat"].map((name) => ({
    name: prefix + name,
    axes: [outputs, inputs],
    initial: nacUniform(),
  }));
}

/** W = tanh(Ŵ) ⊙ σ(M̂): Trask et al., "Neural Arithmetic Logic Units" (2018), eq. 1. */
export function nacWeights({ parameters }: Layer, prefix = ""): Expression {
  return mul(tanh(parameters[`${prefix}W_hat`]), sigmoid(parameters[`${prefix}M_hat`]));
}

/** x Wᵀ. */
export function weightedSum(x: Expression, weights: Expression, { inputs }: Layer): Expression {
  return sum(mul(x, weights), inputs);
}

/** exp(log(|x| + 1e-7) Wᵀ): multiplication in the space of logarithms, without the signs. */
export function weightedProduct(weights: Expression, layer: Layer): Expression {
  return exp(weightedSum(log(add(abs(layer.x), logEpsilon)), weights, layer));
}
