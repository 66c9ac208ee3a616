import { automaticBackend, backends, findBackend } from "../../compute/backends/backends.js";
import type { RunSettings } from "../../experiments/settings/runSettings.js";
import { learners } from "../../train/runs/learners.js";
import { findTask } from "../../train/tasks/taskRegistry.js";
import { prepare } from "../../train/trainer/trainerPreparation.js";

/** Why `auto` takes something else than a GPU, for people; each reason once. */
export type Notes = Set<string>;

/**
 * The backend of a run: the one that was named, or for `auto` a GPU where there is one and the run's
 * batches can be drawn on it. It computes the same numbers as WebAssembly.
 *
 * @param notes is told why `auto` takes no GPU
 * @throws {UserError} for a backend with less precision than the settings ask for
 */
export async function backendOfRun(
  name: string | undefined,
  settings: RunSettings,
  notes: Notes,
): Promise<string | undefined> {
  if (name !== automaticBackend) {
    findBackend(name, settings.precision);
    return name;
  }
  const gpu = backends.find(({ runsAtOnce }) => runsAtOnce > 1)!;
  if (settings.precision > gpu.precision) {
    notes.add(`no GPU for ${settings.precision}-bit precision`);
    return undefined;
  }
  const reason = await gpu.available();
  if (reason !== undefined) {
    notes.add(`no GPU: ${reason.split("\n")[0]}`);
    return undefined;
  }
  if (!learners[settings.task].goesSideBySide) return gpu.name;
  const { program } = prepare(settings, findTask(settings.task), gpu.form);
  if (!program.drawing?.cuda) {
    notes.add(
      "no GPU for runs whose batches cannot be drawn there (noise, other distributions than the " +
        "uniform one, sums of more than 128 inputs): they are trained with WebAssembly",
    );
    return undefined;
  }
  return gpu.name;
}
