import { isAbsolute, join } from "node:path";
import { inspectRun, isToBeTrained, recordStamp } from "../../train/runs/runDirectory.js";
import { resolveRun } from "../../train/runs/resolveRun.js";
import type { GivenSettings } from "../../experiments/settings/runSettings.js";
import { loadModules } from "../../train/modules/loadModules.js";
import { backendOfRun, type Notes } from "./autoBackend.js";
import type { TrainingPlan } from "./planTraining.js";
import { UserError } from "../../util/userError.js";

export interface RunRequest {
  readonly given: GivenSettings;
  /** Folder of the run below `runs`. */
  readonly experiment: string;
  readonly runs: string;
  /** Replaces a run that is there. */
  readonly force: boolean;
  /** `auto`, or a name; default: the first that has the precision of the settings. */
  readonly backend?: string;
  /** Files with modules of the user's own. */
  readonly modules?: readonly string[];
}

/**
 * The plan of a single run. There is nothing to train when its directory is there and not to be
 * replaced.
 *
 * @throws {UserError} for an unknown module, a setting that nothing reads, and a backend with less
 *   precision than the settings ask for
 */
export async function planRun(
  request: RunRequest,
): Promise<{ readonly plan: TrainingPlan; readonly directory: string }> {
  const { experiment, runs, force, backend, modules } = request;
  if (isAbsolute(experiment) || experiment.split(/[\\/]/).some((part) => /^\.*$/.test(part))) {
    throw new UserError(
      `"${experiment}" names no experiment: it is a folder below ${runs}, such as mine/nru. ` +
        `Give another place for all runs with --runs.`,
      2,
    );
  }
  await loadModules(modules ?? []);
  const { runName, settings } = resolveRun(request.given);
  const notes: Notes = new Set();
  const chosen = await backendOfRun(backend, settings, notes);
  const directory = join(runs, experiment, runName);
  const state = await inspectRun(directory, settings);
  const replaces = force ? await recordStamp(directory) : undefined;
  const trainings =
    force || isToBeTrained(state)
      ? [{ settings, directory, replaces, backend: chosen, modules }]
      : [];
  const failedBefore = state.kind === "failed" ? [{ directory, failure: state.failure }] : [];
  const finished = 1 - trainings.length;
  const folders = [join(runs, experiment)];
  return {
    plan: {
      trainings,
      copies: [],
      finished,
      foreign: [],
      folders,
      failedBefore,
      notes: [...notes],
    },
    directory,
  };
}
