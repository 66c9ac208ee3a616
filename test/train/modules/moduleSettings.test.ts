import assert from "node:assert/strict";
import { singleLayerProgram } from "../../helpers/singleLayerProgram.js";
import { activationLayers } from "../../../src/train/modules/basicLayers.js";
import { shippedModules } from "../../../src/train/modules/moduleRegistry.js";
import {
  completeSettings,
  type GivenSettings,
} from "../../../src/experiments/settings/runSettings.js";
import {
  arithmeticSettings,
  multiplicationSettings,
  singleLayerSettings,
} from "../../../src/experiments/settings/arithmetic.js";
import { trainingSettings } from "../../../src/experiments/settings/training.js";

/** Settings with which every branch of every module is taken once. */
const variants: readonly GivenSettings[] = [
  {},
  { regularizerZ: 1, outOfBoundsMode: "regualized", regularizerNpuWeight: 1, regularizerGate: 1 },
  { nmuNoise: true, nauNoise: true, nruDivisionMode: "div-sepSign" },
  { naluTwoNac: true, naluMultiplication: "mnac", naluGate: "gumbel", nmuNoise: true },
];

/** What the loss and its schedule read of penalties, on behalf of the modules that have them. */
const readByLoss: readonly string[] = [
  "regularizer",
  "regularizerOutOfBounds",
  "regularizerScaling",
  "regularizerScalingStart",
  "regularizerScalingEnd",
  "regularizerScaleType",
];

describe("the settings that a module declares", () => {
  const common = { ...trainingSettings, ...arithmeticSettings, ...singleLayerSettings };
  for (const module of shippedModules) {
    it(`are those that it reads: ${module.name}`, () => {
      const declared = Object.keys(Object.assign({}, ...module.settings!) as object);
      const read = new Set<string>();
      for (const variant of variants) {
        const settings = completeSettings({ ...variant, layerType: module.layerTypes[0] });
        const watched = new Proxy(settings, {
          get(target, key, receiver): unknown {
            read.add(String(key));
            return Reflect.get(target, key, receiver);
          },
        });
        singleLayerProgram(module, watched);
      }
      const owned = [...read].filter(
        (key) => !Object.hasOwn({ ...common, ...multiplicationSettings }, key),
      );
      assert.deepEqual(
        // A Real NPU looks for a trash cell only to refuse it.
        owned.filter((key) => !declared.includes(key) && key !== "trashCell"),
        [],
      );
      if (activationLayers.includes(module)) return;
      assert.deepEqual(
        declared.filter((key) => !read.has(key) && !readByLoss.includes(key)),
        [],
      );
    });
  }
});
