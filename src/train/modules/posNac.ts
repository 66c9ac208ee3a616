import { sigmoid } from "../../compute/graph/operations.js";
import { xavierNormal } from "./parts/initializers.js";
import type { ModuleDefinition } from "./parts/moduleDefinition.js";
import { weightedSum } from "./parts/nacParts.js";

/**
 * NAC with weights between 0 and 1: y = x Wᵀ with W = σ(Ŵ).
 * Madsen and Johansen, "Neural Arithmetic Units" (2020), appendix C.
 */
export const posNac: ModuleDefinition = {
  name: "NAC-σ",
  layerTypes: ["PosNAC"],
  namespace: "nac",
  settings: [],
  parameters: ({ inputs, outputs }) => [
    { name: "W_hat", axes: [outputs, inputs], initial: xavierNormal() },
  ],
  forward: (layer) => weightedSum(layer.x, sigmoid(layer.parameters.W_hat), layer),
  logged: ({ parameters: { W_hat } }) => [
    { name: "W", value: sigmoid(W_hat), hasSparsityError: true, hasText: true },
  ],
};
