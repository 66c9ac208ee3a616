import type { Expression } from "../../../compute/graph/expression.js";
import {
  abs,
  add,
  exp,
  log,
  mul,
  selectLess,
  sigmoid,
  sign,
  sum,
  tanh,
} from "../../../compute/graph/operations.js";
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

/** From here on the single precision tanh of PyTorch (SLEEF's) is 1, and its slope 0. */
const tanhSaturation = 8.664339742;

/**
 * W = tanh(Ŵ) ⊙ σ(M̂): Trask et al., "Neural Arithmetic Logic Units" (2018), eq. 1. Weights of small layers
 * begin where tanh is all but 1. Adam makes whole steps of the smallest slopes, so that it matters whether
 * there is one: the original's weights stand still there, and so do these.
 */
export function nacWeights({ parameters }: Layer, prefix = ""): Expression {
  const { W_hat, M_hat } = {
    W_hat: parameters[`${prefix}W_hat`],
    M_hat: parameters[`${prefix}M_hat`],
  };
  const size = selectLess(tanhSaturation, abs(W_hat), sign(W_hat), tanh(W_hat));
  return mul(size, sigmoid(M_hat));
}

/** x Wᵀ. */
export function weightedSum(x: Expression, weights: Expression, { inputs }: Layer): Expression {
  return sum(mul(x, weights), inputs);
}

/** exp(log(|x| + 1e-7) Wᵀ): multiplication in the space of logarithms, without the signs. */
export function weightedProduct(weights: Expression, layer: Layer): Expression {
  return exp(weightedSum(log(add(abs(layer.x), logEpsilon)), weights, layer));
}
