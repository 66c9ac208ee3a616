import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Experiment } from "../../experiments/experiment.js";
import { inspectRuns } from "../../train/runs/runDirectory.js";
import { inspectClaim, type ClaimState } from "../../util/files/claimState.js";
import { UserError } from "../../util/userError.js";
import { unfinishedRunPrefix } from "../../util/unfinishedRuns.js";
import { claimFolder } from "./claimedRuns.js";
import { expandRuns, type RunSelection } from "./expandRuns.js";

/** How far an experiment is, from its folder alone. */
export interface ExperimentStatus {
  readonly experiment: string;
  /** How many there are to be. */
  readonly runs: number;
  readonly done: number;
  /** Of these, those that ended early. */
  readonly stopped: number;
  readonly running: readonly { readonly directory: string; readonly claim: ClaimState }[];
  readonly failed: readonly { readonly directory: string; readonly reason: string }[];
  /** In their place, but with other settings. */
  readonly different: number;
  /** In their place, but written by other programs. */
  readonly foreign: number;
  /** What `figures train` would train now, the failed ones included. */
  readonly left: number;
  /** Mean time that one run took on one thread; undefined as long as none is done. */
  readonly secondsPerRun?: number;
}

/**
 * How far some experiments are.
 *
 * @param onError told why an experiment cannot be looked at, which is left out then; without it, that is thrown
 * @throws {UserError} when an experiment has no range of a given label or names no known module
 */
export async function trainingStatus(
  experiments: readonly Experiment[],
  runs: string,
  selection?: RunSelection,
  onError?: (error: UserError) => void,
): Promise<ExperimentStatus[]> {
  const statuses: ExperimentStatus[] = [];
  for (const experiment of experiments) {
    try {
      statuses.push(await statusOf(experiment, join(runs, experiment.name), selection));
    } catch (error) {
      if (onError === undefined || !(error instanceof UserError)) throw error;
      onError(error);
    }
  }
  return statuses;
}

async function statusOf(
  experiment: Experiment,
  folder: string,
  selection: RunSelection | undefined,
): Promise<ExperimentStatus> {
  const planned = expandRuns(experiment, selection);
  const names = new Set(await readdir(folder).catch(() => []));
  const running: { directory: string; claim: ClaimState }[] = [];
  const failed: { directory: string; reason: string }[] = [];
  const counts = { finished: 0, different: 0, foreign: 0, failed: 0, missing: 0, unfinished: 0 };
  let stopped = 0;
  let seconds = 0;
  // Most runs of a large experiment are missing, or done: a list of the folder tells the first.
  const there = planned.flatMap(({ runName, settings }) =>
    names.has(runName) ? [{ directory: join(folder, runName), settings }] : [],
  );
  counts.missing = planned.length - there.length;
  for (const [index, state] of (await inspectRuns(there)).entries()) {
    const { directory } = there[index];
    counts[state.kind]++;
    if (state.kind === "failed") failed.push({ directory, reason: state.failure.reason });
    if (state.kind !== "finished") continue;
    seconds += state.record.seconds;
    if (state.record.stopped) stopped++;
  }
  if ([...names].some((name) => name.startsWith(unfinishedRunPrefix))) {
    for (const { runName } of planned) {
      const directory = join(folder, runName);
      if (!names.has(basename(claimFolder(directory)))) continue;
      const claim = await inspectClaim(claimFolder(directory));
      if (claim && claim.liveness !== "gone") running.push({ directory, claim });
    }
  }
  const { finished: done, different, foreign } = counts;
  const left = counts.missing + counts.failed + counts.unfinished - running.length;
  return {
    experiment: experiment.name,
    runs: planned.length,
    done,
    stopped,
    running,
    failed,
    different,
    foreign,
    left: Math.max(0, left),
    ...(done > 0 && { secondsPerRun: seconds / done }),
  };
}

/** Experiments of which something is there. */
export async function begunExperiments(
  experiments: readonly Experiment[],
  runs: string,
): Promise<Experiment[]> {
  const begun = await Promise.all(
    experiments.map(async ({ name }) => {
      const names = await readdir(join(runs, name)).catch(() => []);
      return names.some((entry) => !entry.startsWith(".") || entry.startsWith(unfinishedRunPrefix));
    }),
  );
  return experiments.filter((_, index) => begun[index]);
}
