import { add, abs, clamp, mul, selectLess, sub } from "../../../compute/graph/operations.js";
import type { Expression } from "../../../compute/graph/expression.js";
import type { RunSettings } from "../../../experiments/settings/runSettings.js";
import { nauUniform, xavierUniform } from "./initializers.js";
import type { Initializer, ParameterDefinition } from "./moduleDefinition.js";

/** Machine epsilon of single precision; division modules add it to inputs, whatever the precision. */
export const singleEpsilon = 2 ** -23;

/** The gate that opens and closes inputs: ĝ = clamp(g, 0, 1). */
export function openGate(gate: Expression): Expression {
  return clamp(gate, 0, 1);
}

/** What an NPU makes of its inputs: a closed gate replaces an input by the factor 1. */
export function relevantInputs(
  x: Expression,
  gate: Expression,
  epsilon = singleEpsilon,
): { magnitude: Expression; angle: Expression } {
  const open = openGate(gate);
  return {
    magnitude: add(mul(open, add(abs(x), epsilon)), sub(1, open)),
    angle: mul(open, selectLess(x, 0, Math.PI, 0)),
  };
}

export function realWeightInitializer(settings: RunSettings): Initializer {
  return settings.npuRealWeightInit === "xavier-uniform" ? xavierUniform() : nauUniform();
}

export function gateClamp({ npuClip }: RunSettings): ParameterDefinition["clamp"] {
  return npuClip === "g" || npuClip === "wg" ? [0, 1] : null;
}

/** A Real NPU accepts the clip `wig`, but it does nothing there. */
export function realWeightClamp({ npuClip }: RunSettings): ParameterDefinition["clamp"] {
  return npuClip === "w" || npuClip === "wg" ? [-1, 1] : null;
}
