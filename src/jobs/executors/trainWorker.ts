import { parentPort } from "node:worker_threads";
import type { RunRecord } from "../../train/runs/runDirectory.js";
import { trainRun, type TrainRunTask } from "../../train/runs/trainRun.js";
import { UserError } from "../../util/userError.js";
import type { WorkerReply } from "./workerPool.js";

/** Iterations done so far; the run's record when it is finished. */
export type TrainReply = WorkerReply<number, RunRecord>;

const port = parentPort!;
const reply = (message: TrainReply): void => port.postMessage(message);

port.on("message", (task: TrainRunTask) => {
  trainRun(task, (progress) => reply({ kind: "progress", progress })).then(
    (result) => reply({ kind: "done", result }),
    (error: unknown) => {
      const isUserError = error instanceof UserError;
      const { message, stack = message } =
        error instanceof Error ? error : new Error(String(error));
      reply({ kind: "failed", message: isUserError ? message : stack, isUserError });
    },
  );
});
