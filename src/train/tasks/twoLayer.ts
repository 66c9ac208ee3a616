import { arithmeticSettings } from "../../experiments/settings/arithmetic.js";
import { twoLayers } from "../networks/twoLayers.js";
import { arithmeticFormulas, arithmeticTaskData } from "./arithmetic.js";
import type { TaskDefinition } from "./task.js";

/**
 * The arithmetic task of *Neural Arithmetic Units* and *Measuring Arithmetic Extrapolation Performance*: two
 * layers find two subsets of many inputs, sum them up and learn an operation on the sums.
 */
export const twoLayerTask: TaskDefinition = {
  name: "simple_function_static",
  title: "the two-layer task",
  settings: [arithmeticSettings],
  network: twoLayers,
  formulas: arithmeticFormulas,
  create: (settings) => Promise.resolve(arithmeticTaskData(settings)),
};
