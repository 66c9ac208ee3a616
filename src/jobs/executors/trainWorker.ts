import { parentPort } from "node:worker_threads";
import { loadModules } from "../../train/modules/loadModules.js";
import { trainingWith } from "../../train/runs/learners.js";
import type { RunRecord } from "../../train/runs/runDirectory.js";
import { trainRun } from "../../train/runs/trainRun.js";
import { createTrainersOfBatches } from "../../train/trainer/createTrainers.js";
import type { Training } from "../../train/trainer/learner.js";
import type { Trainer } from "../../train/trainer/trainer.js";
import { UserError } from "../../util/userError.js";
import type { ClaimedTask } from "./claimedTasks.js";
import type { WorkerReply } from "./workerPool.js";

/** Iterations that one of the runs has done so far. */
export interface TrainProgress {
  readonly index: number;
  readonly done: number;
}

/** What became of a run: its record when it is finished. */
export type TrainOutcome = { readonly record: RunRecord } | { readonly message: string };

/** Outcomes in the order of the tasks. */
export type TrainReply = WorkerReply<TrainProgress, readonly TrainOutcome[]>;

const port = parentPort!;
const reply = (message: TrainReply): void => port.postMessage(message);

port.on("message", (group: readonly ClaimedTask[]) => {
  train(group).then(
    (result) => reply({ kind: "done", result }),
    (error: unknown) => reply({ kind: "failed", message: describe(error), isUserError: true }),
  );
});

async function train(group: readonly ClaimedTask[]): Promise<readonly TrainOutcome[]> {
  const [{ task }] = group;
  if (group.length === 1) return [await outcomeOf(group[0], 0)];
  let trainers: readonly Trainer[];
  try {
    await loadModules(task.modules ?? []);
    const settings = group.map((one) => one.task.settings);
    trainers = await createTrainersOfBatches(settings, task.backend);
  } catch {
    // One that cannot be trained does not take the others with it.
    const outcomes: TrainOutcome[] = [];
    for (const [index, one] of group.entries()) outcomes.push(await outcomeOf(one, index));
    return outcomes;
  }
  return Promise.all(
    group.map((one, index) =>
      outcomeOf(one, index, () => Promise.resolve(trainingWith(trainers[index]))),
    ),
  );
}

/** @param index of the run in its group, for who is told how far it is */
function outcomeOf(
  { task, folder }: ClaimedTask,
  index: number,
  begin?: () => Promise<Training>,
): Promise<TrainOutcome> {
  const onProgress = (done: number) => reply({ kind: "progress", progress: { index, done } });
  return trainRun(task, folder, onProgress, begin).then(
    (record) => ({ record }),
    (error: unknown) => ({ message: describe(error) }),
  );
}

function describe(error: unknown): string {
  if (error instanceof UserError) return error.message;
  const { DEBUG } = process.env;
  return error instanceof Error && DEBUG ? (error.stack ?? error.message) : String(error);
}
