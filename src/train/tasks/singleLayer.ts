import { arithmeticSettings } from "../../experiments/settings/arithmetic.js";
import { singleLayer } from "../networks/singleLayer.js";
import { arithmeticFormulas, arithmeticTaskData } from "./arithmetic.js";
import type { TaskDefinition } from "./task.js";

/** The task of *Learning Division with Neural Arithmetic Logic Modules*: one module learns one operation. */
export const singleLayerTask: TaskDefinition = {
  name: "single_layer",
  title: "the single-layer task",
  settings: [arithmeticSettings],
  network: singleLayer,
  formulas: arithmeticFormulas,
  create: (settings) => Promise.resolve(arithmeticTaskData(settings)),
};
