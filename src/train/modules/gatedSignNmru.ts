import { cos, mul } from "../../compute/graph/operations.js";
import { nmuNoiseSettings } from "../../experiments/settings/noise.js";
import { inputGateSettings, lowerBoundSettings } from "../../experiments/settings/penalties.js";
import { clampAfterStep } from "./parts/boundedWeights.js";
import { constantValue } from "./parts/initializers.js";
import type { Layer, ModuleDefinition } from "./parts/moduleDefinition.js";
import {
  magnitude,
  nmruHalves,
  nmruPenalties,
  nmruProduct,
  nmruWeights,
  retrievedAngle,
  type NmruHalf,
} from "./parts/nmruParts.js";
import { fixedBounds } from "./parts/noiseBounds.js";
import { gatePenalty } from "./parts/penalties.js";

/**
 * NMRU with sign retrieval whose inputs and reciprocals pass a gate first: x⁺ ← g ⊙ x⁺, with the stored
 * g. A closed gate gives the factor 1 - W. Mistry, Farrahi, Hare, "Learning Division with Neural
 * Arithmetic Logic Modules" (2021), appendix.
 */
export const gatedSignNmru: ModuleDefinition = {
  name: "Gated NMRU",
  layerTypes: ["GatedSignNMRU"],
  namespace: "gated-nmru-sign",
  settings: [lowerBoundSettings, nmuNoiseSettings, inputGateSettings],
  parameters(shape) {
    const weights = nmruWeights(shape);
    return [
      weights,
      {
        name: "g",
        axes: [weights.axes[1]],
        initial: constantValue(0.5),
        clamp: clampAfterStep(shape.settings, [0, 1]),
      },
    ];
  },
  forward(layer) {
    const halves = gatedHalves(layer);
    return mul(nmruProduct(layer, halves, magnitude), cos(retrievedAngle(layer, halves)));
  },
  penalties: (layer) => ({
    ...nmruPenalties(layer, () => gatedHalves(layer), magnitude),
    ...(layer.settings.regularizerGate !== 0 && { "g-NPU": gatePenalty(layer.parameters.g) }),
  }),
  logged: ({ parameters: { W, g } }) => [
    { name: "W", value: W, hasSparsityError: true, hasText: true },
    { name: "gate", value: g, hasSparsityError: true, hasText: true },
  ],
};

function gatedHalves(layer: Layer): NmruHalf[] {
  return nmruHalves(layer, fixedBounds(1, 5)).map((half) => ({
    ...half,
    value: mul(half.of(layer.parameters.g), half.value),
  }));
}
