import { availableParallelism } from "node:os";
import type { RunRecord } from "../../train/runs/runDirectory.js";
import { ClaimedTasks, type ClaimedTask, type ClaimedTasksOptions } from "./claimedTasks.js";
import type { Executor } from "./executor.js";
import { runInWorkers } from "./workerPool.js";

export interface WorkersSettings extends ClaimedTasksOptions {
  /** Number of threads; default: one per core. */
  readonly workers?: number;
}

/** The worker's module: beside this one in the sources; when built, this code lies in `dist/chunks/`. */
const workerUrl = new URL(
  import.meta.url.endsWith(".ts") ? "./trainWorker.ts" : "../jobs/executors/trainWorker.js",
  import.meta.url,
);

/** Trains in worker threads, each of which trains one run at a time. */
export function trainInWorkers(settings: WorkersSettings = {}): Executor {
  const { workers: threads = availableParallelism(), ...options } = settings;
  return {
    async run(tasks, on, signal) {
      for (let left = tasks; left.length > 0 && !signal.aborted;) {
        const claimed = new ClaimedTasks(left, on, signal, options);
        try {
          await runInWorkers<ClaimedTask, number, RunRecord>({
            workerUrl,
            tasks: claimed,
            workers: Math.min(threads, left.length),
            signal,
            onProgress: ({ task }, done) => on.progress(task, done),
            onDone: (one, record) => claimed.finish(one, record),
            onFailed: (one, error) => claimed.fail(one, error),
            onCrash: (one, error) => claimed.fail(one, error),
          });
        } finally {
          await claimed.close();
        }
        left = claimed.lost;
      }
    },
  };
}
