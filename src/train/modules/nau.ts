import { add, clamp, sub } from "../../compute/graph/operations.js";
import { boundedWeightSettings } from "../../experiments/settings/penalties.js";
import { betaInitSettings, nauNoiseSettings } from "../../experiments/settings/noise.js";
import { clampAfterStep, weightPenalties } from "./parts/boundedWeights.js";
import { betaCentred, nauUniform } from "./parts/initializers.js";
import type { ModuleDefinition } from "./parts/moduleDefinition.js";
import { weightedSum } from "./parts/nacParts.js";
import { inverseVarianceBounds } from "./parts/noiseBounds.js";
import { nauBias, nauOutOfBounds, nauUnused } from "./parts/penalties.js";

/**
 * Neural Addition Unit: y = x clamp(W, -1, 1)ᵀ. Madsen and Johansen, "Neural Arithmetic Units" (2020),
 * eq. 7. With noise n: (x + n) Wᵀ - n Wᵀ.
 */
export const nau: ModuleDefinition = {
  name: "NAU",
  layerTypes: ["ReRegualizedLinearNAC"],
  namespace: "nac",
  settings: [boundedWeightSettings, betaInitSettings, nauNoiseSettings],
  parameters: ({ inputs, outputs, settings }) => [
    {
      name: "W",
      axes: [outputs, inputs],
      initial: settings.betaNau ? betaCentred() : nauUniform(),
      clamp: clampAfterStep(settings, [-1, 1]),
    },
  ],
  forward(layer) {
    const { x, inputs, settings, training } = layer;
    const weights = clamp(layer.parameters.W, -1, 1);
    if (!settings.nauNoise || !training) return weightedSum(x, weights, layer);
    const noise = layer.noise("inputs", { axes: [inputs], bounds: inverseVarianceBounds });
    return sub(weightedSum(add(x, noise), weights, layer), weightedSum(noise, weights, layer));
  },
  penalties: ({ settings, samples, positions, x, parameters: { W } }) =>
    weightPenalties(settings, {
      bias: () => nauBias(W, settings.regularizerShape),
      outOfBounds: () => nauOutOfBounds(W, settings.regularizerShape),
      unused: () => nauUnused(W, x, { samples, positions }),
    }),
  logged: ({ parameters: { W } }) => [
    { name: "W", value: clamp(W, -1, 1), hasSparsityError: true, hasText: true },
  ],
};
