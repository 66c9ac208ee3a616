import { parentPort } from "node:worker_threads";
import type { RunRecord } from "../../train/runs/runDirectory.js";
import { trainRun } from "../../train/runs/trainRun.js";
import { UserError } from "../../util/userError.js";
import type { ClaimedTask } from "./claimedTasks.js";
import type { WorkerReply } from "./workerPool.js";

/** Iterations done so far; the run's record when it is finished. */
export type TrainReply = WorkerReply<number, RunRecord>;

const port = parentPort!;
const reply = (message: TrainReply): void => port.postMessage(message);

port.on("message", ({ task, folder }: ClaimedTask) => {
  trainRun(task, folder, (progress) => reply({ kind: "progress", progress })).then(
    (result) => reply({ kind: "done", result }),
    (error: unknown) => {
      // One run that fails for whatever reason does not take the others with it.
      const message = error instanceof UserError ? error.message : describe(error);
      reply({ kind: "failed", message, isUserError: true });
    },
  );
});

function describe(error: unknown): string {
  const { DEBUG } = process.env;
  return error instanceof Error && DEBUG ? (error.stack ?? error.message) : String(error);
}
