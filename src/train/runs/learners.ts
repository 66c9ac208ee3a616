import { type TaskName, trainingSettings } from "../../experiments/settings/training.js";
import { sequentialMnist } from "../sequences/sequentialMnist.js";
import type { TaskDefinition } from "../tasks/task.js";
import { tasks } from "../tasks/taskRegistry.js";
import { createTrainer } from "../trainer/createTrainer.js";
import type { Trainer } from "../trainer/trainer.js";
import type { Learner, Training } from "../trainer/learner.js";
import { logRun } from "./logRun.js";

/** How the runs of each task are made. */
export const learners: Readonly<Record<TaskName, Learner>> = {
  single_layer: byFormulas(tasks.single_layer),
  simple_function_static: byFormulas(tasks.simple_function_static),
  sequential_mnist: sequentialMnist,
};

/** A task whose batches are computed by formulas. */
function byFormulas({ title, settings, network }: TaskDefinition): Learner {
  return {
    title,
    settings: [trainingSettings, ...settings],
    network,
    goesSideBySide: true,
    iterations: ({ maxIterations }) => maxIterations + 1,
    begin: async (given, backend) => trainingWith(await createTrainer(given, { backend })),
  };
}

/** A run that a trainer makes. */
export function trainingWith(trainer: Trainer): Training {
  return {
    backend: trainer.backend,
    device: trainer.device,
    get stopped() {
      return trainer.stopped;
    },
    run: (writer, onProgress) => logRun(trainer, writer, { onProgress }),
    close: () => trainer.close(),
  };
}
