import { UserError } from "../../util/userError.js";
import { startWorker } from "./startWorker.js";

/** What a worker of {@link runInWorkers} answers. */
export type WorkerReply<Progress, Result> =
  | { readonly kind: "progress"; readonly progress: Progress }
  | { readonly kind: "done"; readonly result: Result }
  | { readonly kind: "failed"; readonly message: string; readonly isUserError: boolean };

export interface WorkerPoolOptions<Task, Progress, Result> {
  /** Module of the worker: it answers each task that it is sent with a "done" or a "failed". */
  readonly workerUrl: URL;
  readonly tasks: Iterable<Task>;
  readonly workers: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (task: Task, progress: Progress) => void;
  readonly onDone?: (task: Task, result: Result) => void;
  /** Called for a task that failed for a reason that the user can mend; the others go on. */
  readonly onFailed?: (task: Task, error: UserError) => void;
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
  const tasks = options.tasks[Symbol.iterator]();
  const first = Array.from({ length: options.workers }, () => tasks.next());
  const loops = first
    .filter(({ done }) => !done)
    .map(({ value }) =>
      workThrough({ ...options, signal: failure.signal }, value as Task, tasks).catch(
        (error: unknown) => {
          failure.abort();
          throw error;
        },
      ),
    );
  const results = await Promise.allSettled(loops);
  options.signal?.removeEventListener("abort", forward);
  for (const result of results) if (result.status === "rejected") throw result.reason;
}

function workThrough<Task, Progress, Result>(
  { workerUrl, signal, onProgress, onDone, onFailed }: WorkerPoolOptions<Task, Progress, Result>,
  first: Task,
  tasks: Iterator<Task>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return resolve();
    const worker = startWorker(workerUrl);
    let task = first;
    const end = (settle: () => void): void => {
      signal?.removeEventListener("abort", stop);
      worker.removeAllListeners();
      void worker.terminate().then(settle);
    };
    const stop = (): void => end(resolve);
    const next = (): void => {
      const { value, done } = tasks.next() as IteratorResult<Task, undefined>;
      if (done) return end(resolve);
      task = value;
      worker.postMessage(task);
    };
    signal?.addEventListener("abort", stop);
    worker.on("message", (reply: WorkerReply<Progress, Result>) => {
      if (reply.kind === "progress") return onProgress?.(task, reply.progress);
      if (reply.kind === "done") onDone?.(task, reply.result);
      else if (reply.isUserError) onFailed?.(task, new UserError(reply.message));
      else return end(() => reject(new Error(reply.message)));
      next();
    });
    worker.on("error", (error) => end(() => reject(error)));
    worker.on("exit", (code) => end(() => reject(new Error(`A worker ended with code ${code}.`))));
    worker.postMessage(task);
  });
}
