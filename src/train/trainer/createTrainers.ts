import { chooseBackend } from "../../compute/backends/backends.js";
import type { Backend } from "../../compute/backends/backend.js";
import { SharedSession } from "../../compute/backends/sharedSession.js";
import type { RunSettings } from "../../experiments/settings/runSettings.js";
import { findTask } from "../tasks/taskRegistry.js";
import { beginRun } from "./beginRun.js";
import { SessionTrainer } from "./sessionTrainer.js";
import type { Trainer } from "./trainer.js";
import { prepare } from "./trainerPreparation.js";

/**
 * Tells runs apart that cannot be trained side by side: those of one text differ in seed and ranges
 * alone, so that all make the same steps.
 */
export function formOfRun(settings: RunSettings): string {
  const { interpolationRange, extrapolationRange, ...rest } = settings;
  const placement = (range: typeof interpolationRange) => [
    range.intervals.length,
    range.intervals.length > 1 && range.placement,
  ];
  const ranges = [placement(interpolationRange), placement(extrapolationRange)];
  return JSON.stringify([{ ...rest, seed: undefined }, ranges]);
}

/**
 * Sets up runs of one form (see {@link formOfRun}) side by side on a backend. Each is advanced by
 * itself, and waits there for the others; a run that is not advanced any more has to be closed.
 *
 * @throws {UserError} as `createTrainer` does
 */
export async function createTrainers(
  all: readonly RunSettings[],
  chosen: string | Backend | undefined,
): Promise<Trainer[]> {
  const [settings] = all;
  const backend =
    typeof chosen === "object" ? chosen : await chooseBackend(chosen, settings.precision);
  const preparation = prepare(settings, findTask(settings.task), backend.form);
  const starts = await Promise.all(all.map((one) => beginRun(one, preparation)));
  const executable = await backend.compile(preparation.program);
  const shared = new SharedSession(await executable.start(starts), all.length);
  return all.map((one, run) => {
    const session = shared.runOf(run);
    return new SessionTrainer(one, backend, executable.device, preparation, session, starts[run]);
  });
}
