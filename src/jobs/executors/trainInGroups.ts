import { OutOfMemory, type Backend } from "../../compute/backends/backend.js";
import { findBackend } from "../../compute/backends/backends.js";
import { loadModules } from "../../train/modules/loadModules.js";
import { learners, trainingWith } from "../../train/runs/learners.js";
import { trainRun, type TrainRunTask } from "../../train/runs/trainRun.js";
import { createTrainers, formOfRun } from "../../train/trainer/createTrainers.js";
import type { Trainer } from "../../train/trainer/trainer.js";
import { UserError } from "../../util/userError.js";
import { ClaimedTasks, type ClaimedTask, type ClaimedTasksOptions } from "./claimedTasks.js";
import type { Executor, TrainingEvents } from "./executor.js";

/** Says what computes a task. */
export type BackendOfTask = (task: TrainRunTask) => Backend;

const registered: BackendOfTask = ({ backend, settings }) =>
  findBackend(backend, settings.precision);

/**
 * Trains runs side by side where their backend can: those that differ in seed and ranges alone, as many
 * as it takes at once, in this thread. The others are left to another executor, which comes first. A
 * backend that is not available is refused before anything is trained.
 */
export function trainInGroups(
  otherwise: Executor,
  backendOf = registered,
  options: ClaimedTasksOptions = {},
): Executor {
  return {
    async run(tasks, on, signal) {
      for (const backend of new Set(tasks.map(backendOf))) {
        const reason = await backend.available();
        if (reason !== undefined) throw new UserError(reason);
      }
      const isAlone = (task: TrainRunTask): boolean =>
        !learners[task.settings.task].goesSideBySide || backendOf(task).runsAtOnce === 1;
      const alone = tasks.filter(isAlone);
      if (alone.length > 0) await otherwise.run(alone, on, signal);
      let left = tasks.filter((task) => !isAlone(task));
      // What others were training at first is waited for at last.
      for (const waits of [false, options.waits ?? true]) {
        const rest: TrainRunTask[] = [];
        for (const group of groupsOf(left, backendOf)) {
          if (signal.aborted) return;
          rest.push(
            ...(await trainGroup(group, backendOf(group[0]), on, signal, { ...options, waits })),
          );
        }
        left = rest;
      }
    },
  };
}

function groupsOf(tasks: readonly TrainRunTask[], backendOf: BackendOfTask): TrainRunTask[][] {
  const forms = new Map<string, TrainRunTask[]>();
  for (const task of tasks) {
    const key = JSON.stringify([task.backend, task.modules, formOfRun(task.settings)]);
    forms.set(key, [...(forms.get(key) ?? []), task]);
  }
  return [...forms.values()].flatMap((all) => {
    const most = backendOf(all[0]).runsAtOnce;
    const groups = Math.ceil(all.length / most);
    return Array.from({ length: groups }, (_, i) => all.slice(i * most, (i + 1) * most));
  });
}

/** @returns what others are training, or took over */
async function trainGroup(
  tasks: readonly TrainRunTask[],
  backend: Backend,
  on: TrainingEvents,
  signal: AbortSignal,
  options: ClaimedTasksOptions,
): Promise<readonly TrainRunTask[]> {
  const busy: TrainRunTask[] = [];
  const events: TrainingEvents = {
    progress: (task, done) => on.progress(task, done),
    done: (task, record) => on.done(task, record),
    doneElsewhere: (task, record) => on.doneElsewhere(task, record),
    busy(task, holder) {
      busy.push(task);
      on.busy(task, holder);
    },
    failed: (task, error) => on.failed(task, error),
    begun: (task) => on.begun?.(task),
    submitted: (all, by) => on.submitted(all, by),
  };
  const claimed = new ClaimedTasks(tasks, events, signal, options);
  try {
    if (options.waits !== false) {
      for await (const one of claimed) {
        await trainTogether([one], backend, claimed, events, signal);
      }
      return claimed.lost;
    }
    const all: ClaimedTask[] = [];
    for await (const one of claimed) all.push(one);
    await trainTogether(all, backend, claimed, events, signal);
    return [...busy, ...claimed.lost];
  } finally {
    await claimed.close();
  }
}

async function trainTogether(
  all: readonly ClaimedTask[],
  backend: Backend,
  claimed: ClaimedTasks,
  on: TrainingEvents,
  signal: AbortSignal,
): Promise<void> {
  if (all.length === 0 || signal.aborted) return;
  const [{ task: first }] = all;
  let trainers: readonly Trainer[];
  try {
    await loadModules(first.modules ?? []);
    trainers = await createTrainers(
      all.map(({ task }) => task.settings),
      backend,
    );
  } catch (error) {
    if (error instanceof OutOfMemory && all.length > 1) {
      const half = Math.ceil(all.length / 2);
      for (const part of [all.slice(0, half), all.slice(half)]) {
        await trainTogether(part, backend, claimed, on, signal);
      }
      return;
    }
    for (const one of all) await claimed.fail(one, error);
    return;
  }
  await Promise.all(
    all.map(async (one, index) => {
      const { task, folder } = one;
      try {
        const record = await trainRun(
          task,
          folder,
          (done) => {
            signal.throwIfAborted();
            on.progress(task, done);
          },
          () => Promise.resolve(trainingWith(trainers[index])),
        );
        await claimed.finish(one, record);
      } catch (error) {
        if (!signal.aborted) await claimed.fail(one, error);
      }
    }),
  );
}
