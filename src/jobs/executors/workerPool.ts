import type { Worker } from "node:worker_threads";
import { UserError } from "../../util/userError.js";
import { startWorker } from "../../util/startWorker.js";

/** What a worker of {@link runInWorkers} answers. */
export type WorkerReply<Progress, Result> =
  | { readonly kind: "progress"; readonly progress: Progress }
  | { readonly kind: "done"; readonly result: Result }
  | { readonly kind: "failed"; readonly message: string; readonly isUserError: boolean };

export interface WorkerPoolOptions<Task, Progress, Result> {
  /** Module of the worker: it answers each task that it is sent with a "done" or a "failed". */
  readonly workerUrl: URL;
  readonly tasks: Iterable<Task> | AsyncIterable<Task>;
  readonly workers: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (task: Task, progress: Progress) => void;
  /** May be asynchronous: the worker has its next task meanwhile, but no other result. */
  readonly onDone?: (task: Task, result: Result) => unknown;
  /** Called for a task that failed for a reason that the user can mend; the others go on. */
  readonly onFailed?: (task: Task, error: UserError) => unknown;
  /** Called for a task that took its worker with it (no memory left): another takes the worker's place. */
  readonly onCrash?: (task: Task, error: Error) => unknown;
}

/**
 * Hands tasks to worker threads, one at a time each, until none is left. When the signal aborts, the
 * workers are stopped in the middle of their tasks and the promise resolves early.
 *
 * @throws whatever a worker failed with that is not the user's to mend
 */
export async function runInWorkers<Task, Progress, Result>(
  options: WorkerPoolOptions<Task, Progress, Result>,
): Promise<void> {
  const failure = new AbortController();
  const forward = (): void => failure.abort();
  if (options.signal?.aborted) return;
  options.signal?.addEventListener("abort", forward);
  const { signal } = failure;
  const tasks = iteratorOf(options.tasks);
  const lanes = Array.from({ length: options.workers }, () =>
    workThrough({ ...options, signal }, tasks).catch((error: unknown) => {
      failure.abort();
      throw error;
    }),
  );
  const results = await Promise.allSettled(lanes);
  options.signal?.removeEventListener("abort", forward);
  for (const result of results) if (result.status === "rejected") throw result.reason;
}

function iteratorOf<Task>(
  tasks: Iterable<Task> | AsyncIterable<Task>,
): Iterator<Task> | AsyncIterator<Task> {
  return Symbol.asyncIterator in tasks ? tasks[Symbol.asyncIterator]() : tasks[Symbol.iterator]();
}

type LaneOptions<Task, Progress, Result> = WorkerPoolOptions<Task, Progress, Result> & {
  readonly signal: AbortSignal;
};

async function workThrough<Task, Progress, Result>(
  options: LaneOptions<Task, Progress, Result>,
  tasks: Iterator<Task> | AsyncIterator<Task>,
): Promise<void> {
  const { signal, onProgress, onDone, onFailed, onCrash } = options;
  let worker: Worker | undefined;
  const start = (): Worker => {
    const started = startWorker(options.workerUrl);
    started.on("exit", () => {
      if (worker === started) worker = undefined;
    });
    // Who waits for an answer is told; while nobody does, the next task gets a new worker.
    started.on("error", () => undefined);
    return started;
  };
  /** What is done with the last result while the worker has its next task already. */
  let settling: Promise<unknown> = Promise.resolve();
  try {
    for (;;) {
      if (signal.aborted) break;
      const next = await tasks.next();
      if (next.done || signal.aborted) break;
      const task = next.value;
      worker ??= start();
      let reply: WorkerReply<Progress, Result> | undefined;
      try {
        reply = await answerOf<Task, Progress, Result>(worker, task, signal, (progress) =>
          onProgress?.(task, progress),
        );
      } catch (error) {
        if (!onCrash) throw error;
        await worker?.terminate();
        await onCrash(task, error instanceof Error ? error : new Error(String(error)));
        continue;
      }
      if (reply === undefined) break;
      await settling;
      if (reply.kind === "done") {
        settling = Promise.resolve(onDone?.(task, reply.result));
        // It is awaited later: until then a failure counts as noticed.
        settling.catch(() => undefined);
      } else if (reply.kind !== "failed") continue;
      else if (reply.isUserError) await onFailed?.(task, new UserError(reply.message));
      else throw new Error(reply.message);
    }
    await settling;
  } finally {
    await worker?.terminate();
  }
}

/** What a worker answers to a task; undefined when the signal aborts first. */
function answerOf<Task, Progress, Result>(
  worker: Worker,
  task: Task,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<WorkerReply<Progress, Result> | undefined> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      signal.removeEventListener("abort", stop);
      worker.off("message", answer).off("error", fail).off("exit", leave);
      settle();
    };
    const stop = (): void => end(() => resolve(undefined));
    const answer = (reply: WorkerReply<Progress, Result>): void => {
      if (reply.kind === "progress") onProgress(reply.progress);
      else end(() => resolve(reply));
    };
    const fail = (error: Error): void => end(() => reject(error));
    const leave = (code: number): void => fail(new Error(`A worker ended with code ${code}.`));
    signal.addEventListener("abort", stop);
    worker.on("message", answer).on("error", fail).on("exit", leave);
    worker.postMessage(task);
  });
}
