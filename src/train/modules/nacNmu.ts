import { lowerBoundSettings } from "../../experiments/settings/penalties.js";
import { boundedInForward, nmuBounds } from "./parts/boundedWeights.js";
import type { ModuleDefinition } from "./parts/moduleDefinition.js";
import { weightedSum } from "./parts/nacParts.js";
import { nmuPenalties, nmuWeights } from "./parts/nmuParts.js";

/**
 * NAC with the weights of an NMU: y = x Wᵀ with W in [0, 1].
 * Madsen and Johansen, "Neural Arithmetic Units" (2020), appendix C (NAC•,NMU).
 */
export const nacNmu: ModuleDefinition = {
  name: "NAC-NMU",
  layerTypes: ["ReRegualizedLinearPosNAC"],
  namespace: "nac",
  settings: [lowerBoundSettings],
  parameters: (shape) => [nmuWeights(shape)],
  forward(layer) {
    const { x, settings, parameters } = layer;
    return weightedSum(x, boundedInForward(parameters.W, settings, nmuBounds(settings)), layer);
  },
  penalties: (layer) => nmuPenalties(layer.parameters.W, layer),
  logged: ({ parameters: { W } }) => [
    { name: "W", value: W, hasSparsityError: true, hasText: true },
  ],
};
