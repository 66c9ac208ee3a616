import {
  multiplicationSettings,
  singleLayerSettings,
} from "../../experiments/settings/arithmetic.js";
import type { RunSettings } from "../../experiments/settings/runSettings.js";
import { activationLayers, linear } from "../modules/basicLayers.js";
import type { ModuleDefinition } from "../modules/parts/moduleDefinition.js";
import { findModule } from "../modules/moduleRegistry.js";
import { belowOne } from "./belowOne.js";
import type { Network, NetworkDefinition, NetworkPlace } from "./network.js";
import { createStack } from "./stack.js";

/** One module between inputs and output. */
export const singleLayer: NetworkDefinition = {
  title: "a single layer",
  settings: [singleLayerSettings, multiplicationSettings],
  modules: ({ layerType }) => [findModule(layerType)],
  create: (settings, place) => singleLayerOf(findModule(settings.layerType), settings, place),
};

/** A single layer of some module. */
export function singleLayerOf(
  definition: ModuleDefinition,
  settings: RunSettings,
  place: NetworkPlace,
): Network {
  // The original replaces the activation of a single layer by the identity.
  const module = activationLayers.includes(definition) ? linear : definition;
  const placement = { scope: "layer_1", module, outputs: settings.outputSize };
  return createStack([placement], settings, place, belowOne(settings));
}
