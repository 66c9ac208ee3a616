import { abs, add, cos, exp, log, mul, sub, sum } from "../../compute/graph/operations.js";
import { npuSettings } from "../../experiments/settings/npu.js";
import { constantValue } from "./parts/initializers.js";
import type { ModuleDefinition } from "./parts/moduleDefinition.js";
import { openGate, realWeightInitializer, relevantInputs } from "./parts/npuParts.js";
import { gatePenalty, npuWeightPenalty } from "./parts/penalties.js";

/**
 * NPU: y = exp(W_re log r - W_im k) ⊙ cos(W_re k + W_im log r), with r, k and ĝ of the Real NPU.
 * Heim, Pevný, Šmídl, "Neural Power Units" (2020), eq. 7 to 10.
 */
export const npu: ModuleDefinition = {
  name: "NPU",
  layerTypes: ["NPU"],
  namespace: "npu",
  settings: [npuSettings],
  parameters({ inputs, outputs, settings }) {
    const clips = (what: string) => settings.npuClip.includes(what) && settings.npuClip !== "none";
    const axes = [inputs, outputs];
    return [
      {
        name: "W_real",
        axes,
        initial: realWeightInitializer(settings),
        clamp: clips("w") ? [-1, 1] : null,
      },
      { name: "W_im", axes, initial: constantValue(0), clamp: clips("i") ? [-1, 1] : null },
      {
        name: "g",
        axes: [inputs],
        initial: constantValue(0.5),
        clamp: clips("g") ? [0, 1] : null,
      },
    ];
  },
  forward({ x, inputs, parameters: { W_real, W_im, g } }) {
    const { magnitude, angle } = relevantInputs(x, g);
    const power = log(magnitude);
    return mul(
      exp(sub(sum(mul(power, W_real), inputs), sum(mul(angle, W_im), inputs))),
      cos(add(sum(mul(angle, W_real), inputs), sum(mul(power, W_im), inputs))),
    );
  },
  penalties({ settings, parameters: { W_real, W_im, g } }) {
    const real = npuWeightPenalty(W_real);
    const weights = settings.npuClip === "wig" ? add(real, sum(abs(W_im), ...W_im.axes)) : real;
    return {
      ...(settings.regularizerNpuWeight !== 0 && { "W-NPU": weights }),
      ...(settings.regularizerGate !== 0 && { "g-NPU": gatePenalty(g) }),
    };
  },
  logged: ({ parameters: { W_real, W_im, g } }) => [
    { name: "W_real", value: W_real, hasSparsityError: true, hasText: true },
    { name: "W_im", value: W_im, hasSparsityError: true, hasText: true },
    { name: "gate", value: openGate(g), hasSparsityError: true, hasText: true },
  ],
};
