import { abs, add, constant, log } from "../../compute/graph/operations.js";
import { unusedInputSettings } from "../../experiments/settings/penalties.js";
import type { ModuleDefinition } from "./parts/moduleDefinition.js";
import { nacParameters, nacWeights, weightedProduct } from "./parts/nacParts.js";
import { nauUnused } from "./parts/penalties.js";

/**
 * NAC•: y = exp(log(|x| + 1e-7) Wᵀ) with W = tanh(Ŵ) ⊙ σ(M̂); loses the inputs' signs.
 * Trask et al., "Neural Arithmetic Logic Units" (2018), eq. 3.
 */
export const mnac: ModuleDefinition = {
  name: "NAC•",
  layerTypes: ["MNAC"],
  namespace: "nac",
  settings: [unusedInputSettings],
  parameters: (shape) => nacParameters(shape),
  forward: (layer) => weightedProduct(nacWeights(layer), layer),
  penalties: (layer) => ({
    z:
      layer.settings.regularizerZ === 0
        ? constant(0)
        : nauUnused(nacWeights(layer), log(add(abs(layer.x), 1e-7)), layer),
  }),
  logged: (layer) => [
    { name: "W", value: nacWeights(layer), hasSparsityError: true, hasText: true },
  ],
};
