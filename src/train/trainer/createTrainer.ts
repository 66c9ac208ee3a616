import type { Backend } from "../../compute/backends/backend.js";
import { chooseBackend } from "../../compute/backends/backends.js";
import type { RunStart } from "../../compute/backends/program.js";
import { TorchGenerator } from "../../compute/random/torchGenerator.js";
import type { RunSettings } from "../../experiments/settings/runSettings.js";
import { createSingleLayerTask, dataSetOf } from "../tasks/singleLayerTask.js";
import { drawingStart } from "../tasks/uniformDrawing.js";
import type { Trainer, TrainerOptions } from "./trainer.js";
import { createBatchWriter } from "./trainerBatch.js";
import { drawParameters } from "./trainerParameters.js";
import { prepare, type Preparation } from "./trainerPreparation.js";
import { SessionTrainer } from "./sessionTrainer.js";

/**
 * Sets up one run: draws data sets and initial weights, writes out the module's formulas and compiles
 * them. Nothing is trained before {@link Trainer.advance}.
 *
 * @throws {UserError} for an unknown module, settings that do not fit together, and a backend that is
 *   not available or has less precision than the settings ask for
 */
export async function createTrainer(
  settings: RunSettings,
  options: TrainerOptions = {},
): Promise<Trainer> {
  const backend = await chooseBackend(options.backend, settings.precision);
  const { preparation, start } = beginRun(settings, backend, options.unrollLimit);
  const executable = await backend.compile(preparation.program);
  const session = await executable.start([start]);
  return new SessionTrainer(settings, backend, executable.device, preparation, session, start);
}

/** What a run computes, and what it begins with. */
function beginRun(
  settings: RunSettings,
  backend: Backend,
  unrollLimit = backend.form.unrollLimit,
): { readonly preparation: Preparation; readonly start: RunStart } {
  const task = createSingleLayerTask(settings);
  const preparation = prepare(settings, task, { ...backend.form, unrollLimit });
  const { formulas, program } = preparation;
  const generator = new TorchGenerator(settings.seed, settings.precision);
  const start: RunStart = {
    parameters: drawParameters(formulas.parameters, generator),
    nextBatch: createBatchWriter(task, formulas.noises, generator),
    sets: { validation: dataSetOf(task.validation), test: dataSetOf(task.test) },
    ...(program.drawing && { drawing: drawingStart(settings, task) }),
  };
  return { preparation, start };
}
