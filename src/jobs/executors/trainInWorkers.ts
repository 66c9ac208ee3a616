import { rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import type { TrainRunTask } from "../../train/runs/trainRun.js";
import { batchesOfRun } from "../../train/trainer/createTrainers.js";
import { append } from "../../util/lists/longLists.js";
import { UserError } from "../../util/userError.js";
import { type ClaimedTask, ClaimedTasks, type ClaimedTasksOptions } from "./claimedTasks.js";
import type { Executor } from "./executor.js";
import type { TrainOutcome, TrainProgress } from "./trainWorker.js";
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

/** Runs that learn from the same batches and are trained together, at most. */
const runsTogether = 8;

/** Trains in worker threads, each of which trains one run at a time, or some that share their batches. */
export function trainInWorkers(settings: WorkersSettings = {}): Executor {
  const { workers: threads = availableParallelism(), ...options } = settings;
  return {
    async run(tasks, on, signal) {
      for (let left = sortedByBatches(tasks); left.length > 0 && !signal.aborted;) {
        const claimed = new ClaimedTasks(left, on, signal, options);
        /** Runs whose worker ended while it trained several: one of them, or all together, ended it. */
        const suspects: ClaimedTask[] = [];
        const work = (groups: Groups, workers: number): Promise<void> =>
          runInWorkers<readonly ClaimedTask[], TrainProgress, readonly TrainOutcome[]>({
            workerUrl,
            tasks: groups,
            workers,
            signal,
            onProgress: (group, { index, done }) => on.progress(group[index].task, done),
            onDone: (group, outcomes) => settle(claimed, group, outcomes),
            onFailed: (group, error) => failAll(claimed, group, error),
            onCrash: (group, error) =>
              group.length > 1 ? append(suspects, group) : failAll(claimed, group, error),
          });
        try {
          const most = groupSize(left.length, threads);
          await work(claimed.inGroups(batchesOfTask, most), Math.min(threads, left.length));
          if (suspects.length > 0) await work(oneByOne(suspects), threads);
        } finally {
          await claimed.close();
        }
        left = claimed.lost;
      }
    },
  };
}

type Groups = Iterable<readonly ClaimedTask[]> | AsyncIterable<readonly ClaimedTask[]>;

/** Each run in a worker alone and from its beginning: the one that ends it is named, the others are trained. */
async function* oneByOne(all: readonly ClaimedTask[]): AsyncGenerator<readonly ClaimedTask[]> {
  for (const one of all) {
    await rm(one.folder, { recursive: true, force: true });
    yield [one];
  }
}

function batchesOfTask({ settings, backend, modules }: TrainRunTask): string | undefined {
  const batches = batchesOfRun(settings);
  return batches && JSON.stringify([backend, modules, batches]);
}

/** Those that share batches are next to each other. */
function sortedByBatches(tasks: readonly TrainRunTask[]): readonly TrainRunTask[] {
  const groups = new Map<string | symbol, TrainRunTask[]>();
  for (const task of tasks) {
    const key = batchesOfTask(task) ?? Symbol();
    groups.set(key, [...(groups.get(key) ?? []), task]);
  }
  return [...groups.values()].flat();
}

/** No thread is left without work while another has a group. */
function groupSize(tasks: number, threads: number): number {
  return Math.min(runsTogether, Math.ceil(tasks / threads));
}

async function settle(
  claimed: ClaimedTasks,
  group: readonly ClaimedTask[],
  outcomes: readonly TrainOutcome[],
): Promise<void> {
  for (const [index, outcome] of outcomes.entries()) {
    if ("record" in outcome) await claimed.finish(group[index], outcome.record);
    else await claimed.fail(group[index], new UserError(outcome.message));
  }
}

async function failAll(
  claimed: ClaimedTasks,
  group: readonly ClaimedTask[],
  error: Error,
): Promise<void> {
  for (const one of group) await claimed.fail(one, error);
}
