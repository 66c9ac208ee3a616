import { chooseBackend } from "../../compute/backends/backends.js";
import type { RunSettings } from "../../experiments/settings/runSettings.js";
import { findTask } from "../tasks/taskRegistry.js";
import { beginRun } from "./beginRun.js";
import { SessionTrainer } from "./sessionTrainer.js";
import type { Trainer, TrainerOptions } from "./trainer.js";
import { prepare } from "./trainerPreparation.js";

/**
 * Sets up one run: draws data sets and initial weights, writes out the formulas of task and network and
 * compiles them. Nothing is trained before {@link Trainer.advance}.
 *
 * @throws {UserError} for an unknown module, settings that do not fit together, and a backend that is
 *   not available or has less precision than the settings ask for
 */
export async function createTrainer(
  settings: RunSettings,
  options: TrainerOptions = {},
): Promise<Trainer> {
  const backend = await chooseBackend(options.backend, settings.precision);
  const { unrollLimit = backend.form.unrollLimit } = options;
  const task = findTask(settings.task);
  const preparation = prepare(settings, task, { ...backend.form, unrollLimit });
  const start = await beginRun(settings, preparation);
  const executable = await backend.compile(preparation.program);
  const session = await executable.start([start]);
  return new SessionTrainer(settings, backend, executable.device, preparation, session, start);
}
