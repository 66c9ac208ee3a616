import type { Axis } from "../../compute/graph/expression.js";
import { add, mul, sum } from "../../compute/graph/operations.js";
import type { RunSettings } from "../../experiments/settings/runSettings.js";
import { UserError } from "../../util/userError.js";
import type { ModuleDefinition } from "../modules/parts/moduleDefinition.js";
import { multiplyingModule } from "../networks/twoLayers.js";
import type { Accumulator } from "./accumulator.js";
import { longShortTermMemory } from "./longShortTermMemory.js";
import { unitCell } from "./unitCell.js";

/**
 * The accumulator that settings choose: a recurrent cell whose unit reads the image network's outputs and its own last
 * output; an LSTM; the exact sum or product of what the image network says; or that itself.
 *
 * @param digits outputs of the image network
 * @throws {UserError} for an unknown module, and settings that do not fit together
 */
export function createAccumulator(settings: RunSettings, digits: Axis): Accumulator {
  switch (settings.modelSimplification) {
    case "solved-accumulator":
      return exact(settings, digits);
    case "pass-through":
      return passThrough(digits);
    case "none":
      return settings.layerType === longShortTermMemory.name
        ? longShortTermMemory.create(digits)
        : unitCell(settings, digits);
  }
}

/** The modules that a run's settings choose; none for what is no module. */
export function modulesOf(settings: RunSettings): readonly ModuleDefinition[] {
  return settings.layerType === longShortTermMemory.name ? [] : [multiplyingModule(settings)];
}

/** The cumulative sum or product itself: what the image network alone can reach. */
function exact(settings: RunSettings, digits: Axis): Accumulator {
  refuseSeveral(digits, settings.modelSimplification);
  const multiplies = settings.operation === "cumprod";
  return {
    parameters: [],
    discardedDraws: 0,
    initial: [multiplies ? 1 : 0],
    step({ digit, state: [before] }) {
      const value = sum(digit, digits);
      const output = multiplies ? mul(before, value) : add(before, value);
      return { output, state: [output] };
    },
    penalties: () => [],
    activations: () => [],
    logged: () => [],
  };
}

/** What the image network says, position by position. */
function passThrough(digits: Axis): Accumulator {
  refuseSeveral(digits, "pass-through");
  return {
    parameters: [],
    discardedDraws: 0,
    initial: [],
    step: ({ digit }) => ({ output: sum(digit, digits), state: [] }),
    penalties: () => [],
    activations: () => [],
    logged: () => [],
  };
}

function refuseSeveral({ size }: Axis, simplification: string): void {
  if (size === 1) return;
  throw new UserError(
    `The simplification ${simplification} takes one number of each image, and --mnist-outputs asks for ${size}.`,
  );
}
