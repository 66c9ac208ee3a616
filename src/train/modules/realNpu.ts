import { cos, exp, log, mul, sum } from "../../compute/graph/operations.js";
import { npuSettings, realNpuSettings } from "../../experiments/settings/npu.js";
import { UserError } from "../../util/userError.js";
import { constantValue } from "./parts/initializers.js";
import type { ModuleDefinition } from "./parts/moduleDefinition.js";
import {
  gateClamp,
  openGate,
  realWeightClamp,
  realWeightInitializer,
  relevantInputs,
  singleEpsilon,
} from "./parts/npuParts.js";
import { gatePenalty, nauBias, npuWeightPenalty } from "./parts/penalties.js";

/**
 * Real NPU: y = exp(W log r) ⊙ cos(W k), where ĝ = clamp(g, 0, 1), r = ĝ ⊙ (|x| + ε) + (1 - ĝ) and
 * k = ĝ ⊙ π where x < 0, else 0. Heim, Pevný, Šmídl, "Neural Power Units" (2020), eq. 8 to 10.
 */
export const realNpu = realNpuWith("Real NPU", "RealNPU", singleEpsilon);

/** The Real NPU without ε: what an input next to zero would cost it if nothing were added. */
export const realNpuWithoutEpsilon = realNpuWith("Real NPU (eps=0)", "RealNPU-eps0", 0);

function realNpuWith(name: string, layerType: string, epsilon: number): ModuleDefinition {
  return {
    name,
    layerTypes: [layerType],
    namespace: "real_npu",
    settings: [npuSettings, realNpuSettings],
    parameters: ({ inputs, outputs, settings }) => [
      {
        name: "W_real",
        axes: [inputs, outputs],
        initial: realWeightInitializer(settings),
        clamp: realWeightClamp(settings),
      },
      { name: "g", axes: [inputs], initial: constantValue(0.5), clamp: gateClamp(settings) },
    ],
    forward({ x, inputs, parameters: { W_real, g } }) {
      const { magnitude, angle } = relevantInputs(x, g, epsilon);
      return mul(
        exp(sum(mul(log(magnitude), W_real), inputs)),
        cos(sum(mul(angle, W_real), inputs)),
      );
    },
    penalties: ({ settings, parameters: { W_real, g } }) => ({
      ...(settings.regularizerNpuWeight !== 0 && {
        "W-NPU":
          settings.realNpuRegularizerType === "W"
            ? npuWeightPenalty(W_real)
            : nauBias(W_real, "linear"),
      }),
      ...(settings.regularizerGate !== 0 && { "g-NPU": gatePenalty(g) }),
    }),
    logged: ({ parameters: { W_real, g } }) => [
      { name: "W_real", value: W_real, hasSparsityError: true, hasText: true },
      { name: "gate", value: openGate(g), hasSparsityError: true, hasText: true },
    ],
    check({ trashCell }) {
      if (trashCell) throw new UserError("A Real NPU has no trash cell. Leave --trash-cell out.");
    },
  };
}
