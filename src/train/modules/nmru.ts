import { lowerBoundSettings } from "../../experiments/settings/penalties.js";
import { nmuNoiseSettings } from "../../experiments/settings/noise.js";
import type { ModuleDefinition } from "./parts/moduleDefinition.js";
import { nmruHalves, nmruPenalties, nmruProduct, nmruWeights } from "./parts/nmruParts.js";
import { fixedBounds } from "./parts/noiseBounds.js";

const noise = fixedBounds(1, 5);

/**
 * Neural Multiplicative Reciprocal Unit without sign retrieval: y = Π_j (W_j x⁺_j + 1 - W_j) over the
 * inputs and their reciprocals x⁺ = [x, 1 / x]. Mistry, Farrahi, Hare, "Learning Division with Neural
 * Arithmetic Logic Modules" (2021).
 */
export const nmru: ModuleDefinition = {
  name: "NMRU (no sign retrieval)",
  layerTypes: ["NMRU"],
  namespace: "nmru",
  settings: [lowerBoundSettings, nmuNoiseSettings],
  parameters: (shape) => [nmruWeights(shape)],
  forward: (layer) => nmruProduct(layer, nmruHalves(layer, noise), ({ value }) => value),
  penalties: (layer) =>
    nmruPenalties(
      layer,
      () => nmruHalves(layer, noise),
      ({ value }) => value,
    ),
  logged: ({ parameters: { W } }) => [
    { name: "W", value: W, hasSparsityError: true, hasText: true },
  ],
};
