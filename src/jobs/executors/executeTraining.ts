import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { RunRecord } from "../../train/runs/runDirectory.js";
import type { TrainRunTask } from "../../train/runs/trainRun.js";
import type { UserError } from "../../util/userError.js";
import { copyRun } from "../plan/copyRun.js";
import type { TrainingPlan } from "../plan/planTraining.js";
import { removeAbandonedRuns } from "../plan/temporaryRuns.js";
import { runInWorkers } from "./workerPool.js";

export interface ExecuteOptions {
  /** Number of worker threads. */
  readonly workers: number;
  /** Stops the training; unfinished runs leave nothing behind. */
  readonly signal?: AbortSignal;
  /** Called now and then. */
  readonly onProgress?: (progress: TrainingProgress) => void;
}

export interface TrainingProgress {
  readonly runsDone: number;
  readonly runs: number;
  /** Iterations of all runs, done and altogether. */
  readonly iterationsDone: number;
  readonly iterations: number;
}

export interface TrainingReport {
  readonly trained: number;
  readonly copied: number;
  readonly iterationsDone: number;
  /** Runs that ended early, with the reason. */
  readonly stopped: readonly { readonly directory: string; readonly reason: string }[];
  readonly failed: readonly { readonly directory: string; readonly error: UserError }[];
  /** What computed the runs: more than one only on machines whose workers differ. */
  readonly devices: readonly string[];
}

/** The worker's module: beside this one in the sources; when built, this code lies in `dist/chunks/`. */
const workerUrl = new URL(
  import.meta.url.endsWith(".ts") ? "./trainWorker.ts" : "../jobs/executors/trainWorker.js",
  import.meta.url,
);

/** Carries a plan out. */
export async function executeTraining(
  plan: TrainingPlan,
  { workers, signal, onProgress }: ExecuteOptions,
): Promise<TrainingReport> {
  const { trainings, copies } = plan;
  const folders = new Set([...trainings, ...copies].map(({ directory }) => dirname(directory)));
  for (const folder of folders) await removeAbandonedRuns(folder);

  const iterationsOf = ({ settings }: TrainRunTask): number => settings.maxIterations + 1;
  const underWay = new Map<TrainRunTask, number>();
  const stopped: { directory: string; reason: string }[] = [];
  const failed: { directory: string; error: UserError }[] = [];
  // Iterations that an early end saves count as done here, or the time left would be wrong.
  const total = trainings.reduce((sum, task) => sum + iterationsOf(task), 0);
  const devices = new Set<string>();
  let settled = 0;
  let trained = 0;
  let iterationsDone = 0;
  const report = (): void =>
    onProgress?.({
      runsDone: trained,
      runs: trainings.length,
      iterationsDone: settled + [...underWay.values()].reduce((sum, count) => sum + count, 0),
      iterations: total,
    });
  const settle = (task: TrainRunTask): void => {
    underWay.delete(task);
    settled += iterationsOf(task);
  };

  report();
  await runInWorkers<TrainRunTask, number, RunRecord>({
    workerUrl,
    tasks: trainings,
    workers,
    signal,
    onProgress(task, done) {
      underWay.set(task, done);
      report();
    },
    onDone(task, record) {
      settle(task);
      trained++;
      iterationsDone += record.iterationsDone;
      if (record.device !== undefined) devices.add(record.device);
      if (record.stopped) {
        stopped.push({ directory: task.directory, reason: record.stopped.reason });
      }
      report();
    },
    onFailed(task, error) {
      settle(task);
      failed.push({ directory: task.directory, error });
      report();
    },
  });
  if (signal?.aborted) {
    for (const task of trainings) {
      await rm(task.temporaryDirectory, { recursive: true, force: true });
    }
  }
  let copied = 0;
  for (const copy of copies) {
    const isThere = !failed.some(({ directory }) => directory === copy.source);
    if (signal?.aborted || !isThere) continue;
    await copyRun(copy);
    copied++;
  }
  return { trained, copied, iterationsDone, stopped, failed, devices: [...devices] };
}
