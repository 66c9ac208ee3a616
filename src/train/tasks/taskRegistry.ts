import type { TaskName } from "../../experiments/settings/training.js";
import { UserError } from "../../util/userError.js";
import { singleLayerTask } from "./singleLayer.js";
import type { TaskDefinition } from "./task.js";
import { twoLayerTask } from "./twoLayer.js";

/** What can be learnt that is written out as formulas of one batch. */
export const tasks = {
  single_layer: singleLayerTask,
  simple_function_static: twoLayerTask,
} as const satisfies Partial<Readonly<Record<TaskName, TaskDefinition>>>;

/** @throws {UserError} for a task that is trained as a whole, not formula by formula */
export function findTask(name: TaskName): TaskDefinition {
  const found: Partial<Record<TaskName, TaskDefinition>> = tasks;
  const task = found[name];
  if (task) return task;
  throw new UserError(
    `The task ${name} has no formulas of one batch: train it with \`figures run\`, \`figures train\` or trainRun.`,
  );
}
