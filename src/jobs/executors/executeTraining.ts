import { inspectRun } from "../../train/runs/runDirectory.js";
import { Claims } from "../../util/files/claims.js";
import { syncFolder } from "../../util/files/durable.js";
import type { UserError } from "../../util/userError.js";
import { removeAbandonedClaims } from "../plan/claimedRuns.js";
import { copyRun } from "../plan/copyRun.js";
import type { TrainingPlan } from "../plan/planTraining.js";
import type { Executor } from "./executor.js";
import { Tally, type TrainingProgress } from "./tally.js";

export interface ExecuteOptions {
  readonly executor: Executor;
  /** Stops the training; unfinished runs leave nothing behind. */
  readonly signal?: AbortSignal;
  /** Called now and then. */
  readonly onProgress?: (progress: TrainingProgress) => void;
}

export interface TrainingReport {
  readonly trained: number;
  readonly copied: number;
  readonly iterationsDone: number;
  /** Trained by other processes while this one was about to. */
  readonly trainedElsewhere: number;
  /** Runs of the plan that are not there: stopped before their turn, failed, or left to others. */
  readonly missing: number;
  /** Runs that ended early, with the reason. */
  readonly stopped: readonly { readonly directory: string; readonly reason: string }[];
  readonly failed: readonly { readonly directory: string; readonly error: UserError }[];
  /** What computed the runs: more than one only on machines whose workers differ. */
  readonly devices: readonly string[];
  /** Who was given how many runs to train later. */
  readonly submitted: readonly { readonly runs: number; readonly by: string }[];
}

/**
 * Carries a plan out.
 *
 * @throws {UserError} when nothing can be trained at all; what single runs fail with is in the report
 */
export async function executeTraining(
  plan: TrainingPlan,
  { executor, signal = new AbortController().signal, onProgress }: ExecuteOptions,
): Promise<TrainingReport> {
  const tally = new Tally(plan.trainings, onProgress);
  await executor.run(plan.trainings, tally, signal, plan.copies);
  const claims = new Claims();
  let copied = 0;
  for (const copy of plan.copies) {
    if (signal.aborted) break;
    if ((await inspectRun(copy.source, copy.settings)).kind !== "finished") continue;
    if (await copyRun(copy, claims)) copied++;
  }
  for (const folder of plan.folders) {
    await removeAbandonedClaims(folder, claims);
    // Or the claims of this training would be back after a power loss.
    await syncFolder(folder).catch(() => undefined);
  }
  const { trained, trainedElsewhere } = tally;
  return {
    trained,
    copied,
    iterationsDone: tally.iterationsDone,
    trainedElsewhere,
    missing: plan.trainings.length + plan.copies.length - trained - trainedElsewhere - copied,
    stopped: tally.stopped,
    failed: tally.failures,
    devices: [...tally.devices],
    submitted: tally.handedOn,
  };
}
