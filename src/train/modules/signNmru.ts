import { cos, mul } from "../../compute/graph/operations.js";
import { lowerBoundSettings } from "../../experiments/settings/penalties.js";
import { nmuNoiseSettings, noiseRangeSettings } from "../../experiments/settings/noise.js";
import type { ModuleDefinition } from "./parts/moduleDefinition.js";
import {
  magnitude,
  nmruHalves,
  nmruPenalties,
  nmruProduct,
  nmruWeights,
  retrievedAngle,
} from "./parts/nmruParts.js";
import { boundsOfRange } from "./parts/noiseBounds.js";

/**
 * Neural Multiplicative Reciprocal Unit: y = Π_j (W_j |x⁺_j| + 1 - W_j) · cos(π Σ_j W_j [x⁺_j < 0])
 * over the inputs and their reciprocals x⁺ = [x, 1 / x]. Mistry, Farrahi, Hare, "Learning Division with
 * Neural Arithmetic Logic Modules" (2021). The cosine takes the stored W, the product the bounded one.
 */
export const signNmru: ModuleDefinition = {
  name: "NMRU",
  layerTypes: ["SignNMRU"],
  namespace: "nmru-sign",
  settings: [lowerBoundSettings, nmuNoiseSettings, noiseRangeSettings],
  parameters: (shape) => [nmruWeights(shape)],
  forward(layer) {
    const halves = nmruHalves(layer, boundsOfRange(layer.settings.noiseRange));
    return mul(nmruProduct(layer, halves, magnitude), cos(retrievedAngle(layer, halves)));
  },
  penalties: (layer) =>
    nmruPenalties(
      layer,
      () => nmruHalves(layer, boundsOfRange(layer.settings.noiseRange)),
      magnitude,
    ),
  logged: ({ parameters: { W } }) => [
    { name: "W", value: W, hasSparsityError: true, hasText: true },
  ],
};
