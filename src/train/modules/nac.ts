import { constant } from "../../compute/graph/operations.js";
import { unusedInputSettings } from "../../experiments/settings/penalties.js";
import type { ModuleDefinition } from "./parts/moduleDefinition.js";
import { nacParameters, nacWeights, weightedSum } from "./parts/nacParts.js";
import { nauUnused } from "./parts/penalties.js";

/**
 * Neural Accumulator (NAC+): y = x Wᵀ with W = tanh(Ŵ) ⊙ σ(M̂).
 * Trask et al., "Neural Arithmetic Logic Units" (2018), eq. 1 and 2.
 */
export const nac: ModuleDefinition = {
  name: "NAC",
  layerTypes: ["NAC"],
  namespace: "nac",
  settings: [unusedInputSettings],
  parameters: (shape) => nacParameters(shape),
  forward: (layer) => weightedSum(layer.x, nacWeights(layer), layer),
  penalties: (layer) => ({
    z:
      layer.settings.regularizerZ === 0
        ? constant(0)
        : nauUnused(nacWeights(layer), layer.x, layer),
  }),
  logged: (layer) => [
    { name: "W", value: nacWeights(layer), hasSparsityError: true, hasText: true },
  ],
};
