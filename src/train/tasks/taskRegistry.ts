import type { RunSettings } from "../../experiments/settings/runSettings.js";
import { singleLayerTask } from "./singleLayer.js";
import type { TaskDefinition } from "./task.js";
import { twoLayerTask } from "./twoLayer.js";

/** What can be learnt. */
export const tasks: Readonly<Record<RunSettings["task"], TaskDefinition>> = {
  single_layer: singleLayerTask,
  simple_function_static: twoLayerTask,
};
