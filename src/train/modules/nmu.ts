import { div, mul } from "../../compute/graph/operations.js";
import { lowerBoundSettings } from "../../experiments/settings/penalties.js";
import { nmuNoiseSettings, noiseRangeSettings } from "../../experiments/settings/noise.js";
import type { ModuleDefinition } from "./parts/moduleDefinition.js";
import { nmuPenalties, nmuProduct, nmuWeights } from "./parts/nmuParts.js";
import { boundsOfRange } from "./parts/noiseBounds.js";

/**
 * Neural Multiplication Unit: y = Π_i (W_i x_i + 1 - W_i). Madsen and Johansen, "Neural Arithmetic
 * Units" (2020), eq. 9. With noise n: Π_i (W_i x_i n_i + 1 - W_i) / Π_i (W_i n_i + 1 - W_i).
 */
export const nmu: ModuleDefinition = {
  name: "NMU",
  layerTypes: ["ReRegualizedLinearMNAC"],
  namespace: "nac",
  settings: [lowerBoundSettings, nmuNoiseSettings, noiseRangeSettings],
  parameters: (shape) => [nmuWeights(shape)],
  forward(layer) {
    const { x, inputs, settings, training, parameters } = layer;
    if (!settings.nmuNoise || !training) return nmuProduct(parameters.W, x, layer);
    const noise = layer.noise("inputs", {
      axes: [inputs],
      bounds: boundsOfRange(settings.noiseRange),
    });
    return div(
      nmuProduct(parameters.W, mul(x, noise), layer),
      nmuProduct(parameters.W, noise, layer),
    );
  },
  penalties: (layer) => nmuPenalties(layer.parameters.W, layer),
  logged: ({ parameters: { W } }) => [
    { name: "W", value: W, hasSparsityError: true, hasText: true },
  ],
};
