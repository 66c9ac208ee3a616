import { join } from "node:path";
import type { Experiment } from "../../experiments/experiment.js";
import type { ResolvedRun } from "../../train/runs/resolveRun.js";
import { expandRuns, type RunSelection } from "./expandRuns.js";
import {
  inspectRun,
  inspectRuns,
  recordStamp,
  type RunFailure,
} from "../../train/runs/runDirectory.js";
import { loadModules } from "../../train/modules/loadModules.js";
import type { TrainRunTask } from "../../train/runs/trainRun.js";
import { UserError } from "../../util/userError.js";
import { backendOfRun, type Notes } from "./autoBackend.js";
import type { CopyRunTask } from "./copyRun.js";

export interface TrainingRequest {
  readonly experiments: readonly Experiment[];
  readonly selection?: RunSelection;
  /** Folder of the runs: `<runs>/<experiment>/<run>/`. */
  readonly runs: string;
  /** Trains also what is there already. */
  readonly force?: boolean;
  /** `auto`, or a name; default: for each run the first that has the precision of its settings. */
  readonly backend?: string;
  /** Files with modules of the user's own. */
  readonly modules?: readonly string[];
}

/** What a request comes down to, once it is known which runs are there. */
export interface TrainingPlan {
  readonly trainings: readonly TrainRunTask[];
  /** To be made after the trainings. */
  readonly copies: readonly CopyRunTask[];
  /** Number of runs that are finished. */
  readonly finished: number;
  /** Directories of runs that other programs wrote; they are left alone. */
  readonly foreign: readonly string[];
  /** The experiments' folders. */
  readonly folders: readonly string[];
  /** Those of the trainings whose last attempt failed. */
  readonly failedBefore: readonly { readonly directory: string; readonly failure: RunFailure }[];
  /** What people should know before it is carried out, in short sentences without an end. */
  readonly notes: readonly string[];
}

/**
 * Compares what is asked for with what is there.
 *
 * @throws {UserError} when a run of the same name is there with other settings and `force` is not set:
 *   it might be hours of work; for a backend with less precision than the settings ask for
 */
export async function planTraining(request: TrainingRequest): Promise<TrainingPlan> {
  const { experiments, selection, runs, force = false, backend, modules } = request;
  await loadModules(modules ?? []);
  const notes: Notes = new Set();
  const requested = new Set(experiments.map(({ name }) => name));
  const trainings: TrainRunTask[] = [];
  const copies: CopyRunTask[] = [];
  const foreign: string[] = [];
  const failedBefore: { directory: string; failure: RunFailure }[] = [];
  const different: { directory: string; differences: readonly string[] }[] = [];
  let finished = 0;
  for (const experiment of experiments) {
    const planned = expandRuns(experiment, selection);
    const states = await inspectRuns(
      planned.map(({ runName, settings }) => ({
        directory: join(runs, experiment.name, runName),
        settings,
      })),
    );
    const sources = await Promise.all(
      planned.map((run) => canCopy(runs, experiment, run, requested)),
    );
    for (const [index, { runName, settings }] of planned.entries()) {
      const state = states[index];
      const directory = join(runs, experiment.name, runName);
      if (state.kind === "failed") failedBefore.push({ directory, failure: state.failure });
      if (!force && state.kind === "finished") finished++;
      else if (!force && state.kind === "foreign") foreign.push(directory);
      else if (!force && state.kind === "different") different.push({ directory, ...state });
      else {
        const replaces = force ? await recordStamp(directory) : undefined;
        const { sameRunsAs } = experiment;
        if (sources[index] && sameRunsAs !== undefined) {
          copies.push({ source: join(runs, sameRunsAs, runName), directory, settings, replaces });
        } else {
          const chosen = await backendOfRun(backend, settings, notes);
          trainings.push({ settings, directory, replaces, backend: chosen, modules });
        }
      }
    }
  }
  if (different.length > 0) throw otherSettings(different);
  const folders = experiments.map(({ name }) => join(runs, name));
  return { trainings, copies, finished, foreign, folders, failedBefore, notes: [...notes] };
}

/** Whether the run need not be trained because an experiment with the same runs has it or will have it. */
async function canCopy(
  runs: string,
  { sameRunsAs }: Experiment,
  { runName, settings }: ResolvedRun,
  requested: ReadonlySet<string>,
): Promise<boolean> {
  if (sameRunsAs === undefined) return false;
  if (requested.has(sameRunsAs)) return true;
  return (await inspectRun(join(runs, sameRunsAs, runName), settings)).kind === "finished";
}

function otherSettings(
  different: readonly { readonly directory: string; readonly differences: readonly string[] }[],
): UserError {
  const [{ directory, differences }] = different;
  const others = different.length > 1 ? ` (and ${different.length - 1} more)` : "";
  return new UserError(
    `${directory}${others} is there, but was trained with other settings: ` +
      `${differences.slice(0, 3).join(", ")}${differences.length > 3 ? ", ..." : ""}.\n` +
      "Give another folder with --runs, or replace what is there with --force.",
  );
}
