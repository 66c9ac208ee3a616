import { multiplicationSettings } from "../../experiments/settings/arithmetic.js";
import type { RunSettings } from "../../experiments/settings/runSettings.js";
import { twoLayerSettings } from "../../experiments/settings/twoLayer.js";
import { activationLayers, linear } from "../modules/basicLayers.js";
import { originalLayerType } from "../modules/layerType.js";
import type { ModuleDefinition } from "../modules/parts/moduleDefinition.js";
import { findModule } from "../modules/moduleRegistry.js";
import { sigmoidNmu } from "../modules/sigmoidNmu.js";
import { belowOne } from "./belowOne.js";
import { inLogSpace } from "./logSpace.js";
import type { NetworkDefinition } from "./network.js";
import { createStack } from "./stack.js";

/**
 * Inputs, a few hidden numbers, one output: Madsen and Johansen, "Neural Arithmetic Units" (2020),
 * section 4.1. The layers are of one kind unless the first is named or the second multiplies.
 */
export const twoLayers: NetworkDefinition = {
  title: "a network of two layers",
  settings: [twoLayerSettings, multiplicationSettings],
  modules: (settings) => [firstModule(settings), multiplyingModule(settings)],
  create(settings, place) {
    const { hiddenSize, nacMultiplication } = settings;
    return createStack(
      [
        { scope: "layer_1", module: firstModule(settings), outputs: hiddenSize },
        {
          scope: "layer_2",
          module: inLogSpace(multiplyingModule(settings), nacMultiplication),
          outputs: 1,
        },
      ],
      settings,
      place,
      belowOne(settings),
    );
  },
};

function firstModule({ firstLayer, layerType }: RunSettings): ModuleDefinition {
  return findModule(firstLayer ?? layerType);
}

/**
 * What multiplies by weights of its own takes the place of the second layer: the NMU for
 * `ReRegualizedLinearNAC`, the sigmoid NAC's product for `NAC`, an NPU.
 *
 * @throws {UserError} when there is no multiplying module of that kind
 */
export function multiplyingModule({ layerType, nacMultiplication }: RunSettings): ModuleDefinition {
  switch (nacMultiplication) {
    case "mnac": {
      const type = originalLayerType(layerType);
      // A single layer's MNAC is another module: a NAC in the space of logarithms.
      return type === "NAC" ? sigmoidNmu : findModule(type.replace(/...$/, "MNAC"));
    }
    case "npu":
      return findModule("NPU");
    case "real-npu":
      return findModule("RealNPU");
    default: {
      const module = findModule(layerType);
      // The output is a number, not an activation.
      return activationLayers.includes(module) ? linear : module;
    }
  }
}
