import type { Expression } from "../../../compute/graph/expression.js";
import { clamp, constant } from "../../../compute/graph/operations.js";
import type { RunSettings } from "../../../experiments/settings/runSettings.js";
import type { PenaltyKey, ParameterDefinition } from "./moduleDefinition.js";

type Bounds = readonly [low: number, high: number];

/** The interval of an NMU's weights. */
export function nmuBounds({ mnacEpsilon }: RunSettings): Bounds {
  return [mnacEpsilon, 1];
}

/** The interval of an NRU's weights. */
export function nruBounds({ mnacEpsilon }: RunSettings): Bounds {
  return [-1 + mnacEpsilon, 1];
}

/** Weights are clamped after the step unless going out of bounds is penalised. */
export function clampAfterStep(
  settings: RunSettings,
  bounds: Bounds,
): ParameterDefinition["clamp"] {
  return settings.outOfBoundsMode === "clip" ? bounds : null;
}

/** Weights as the forward pass takes them: clamped there if not after the step. */
export function boundedInForward(
  weights: Expression,
  settings: RunSettings,
  [low, high]: Bounds,
): Expression {
  return settings.outOfBoundsMode === "clip" ? weights : clamp(weights, low, high);
}

/** The penalties that NAU, NMU, NRU and NMRU share; W-OOB and z are 0 where they are switched off. */
export function weightPenalties(
  settings: RunSettings,
  penalties: {
    readonly bias: () => Expression;
    readonly outOfBounds: () => Expression;
    readonly unused: () => Expression;
  },
): Partial<Record<PenaltyKey, Expression>> {
  return {
    W: penalties.bias(),
    z: settings.regularizerZ === 0 ? constant(0) : penalties.unused(),
    "W-OOB": settings.outOfBoundsMode === "clip" ? constant(0) : penalties.outOfBounds(),
  };
}
