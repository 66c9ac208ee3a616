import { type Backend, BackendLost, OutOfMemory } from "../../compute/backends/backend.js";
import { findBackend } from "../../compute/backends/backends.js";
import { loadModules } from "../../train/modules/loadModules.js";
import { learners, trainingWith } from "../../train/runs/learners.js";
import { trainRun, type TrainRunTask } from "../../train/runs/trainRun.js";
import { createTrainers, createTrainersOfBatches } from "../../train/trainer/createTrainers.js";
import type { Trainer } from "../../train/trainer/trainer.js";
import { append } from "../../util/lists/longLists.js";
import { UserError } from "../../util/userError.js";
import { type ClaimedTask, ClaimedTasks, type ClaimedTasksOptions } from "./claimedTasks.js";
import type { Executor, TrainingEvents } from "./executor.js";
import { arrangeSideBySide, type SideBySide } from "./sideBySide.js";

/** Says what computes a task. */
export type BackendOfTask = (task: TrainRunTask) => Backend;

const registered: BackendOfTask = ({ backend, settings }) =>
  findBackend(backend, settings.precision);

/**
 * Trains runs side by side where their backend can: those that differ in seed and ranges alone, as many
 * as it takes at once, in this thread; several such groups at a time, so that it computes for some while the
 * numbers of others are written down. The others are left to another executor, at the same time. A
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
      // Neither waits for the other: processors and GPUs are different things.
      const outcomes = await Promise.allSettled([
        alone.length > 0 ? otherwise.run(alone, on, signal) : Promise.resolve(),
        trainAll(tasks.filter((task) => !isAlone(task))),
      ]);
      for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;

      async function trainAll(all: readonly TrainRunTask[]): Promise<void> {
        let left = all;
        // What others were training at first is waited for at last.
        for (const waits of [false, options.waits ?? true]) {
          const groups = groupsOf(left, backendOf);
          const train: TrainGroup = (group, isOnly) =>
            trainGroup(group, backendOf(group[0]), on, signal, {
              ...options,
              waits,
              isAlone: isOnly,
            });
          left = await trainSideBySide(groups, train, backendOf, signal);
        }
      }
    },
  };
}

/**
 * @param isAlone whether no other group has memory of the backend
 * @returns what others are training, or took over
 * @throws {UnfinishedGroup}
 */
type TrainGroup = (
  group: readonly TrainRunTask[],
  isAlone: () => boolean,
) => Promise<readonly TrainRunTask[]>;

/**
 * Trains as many groups at a time as their backend has sessions and memory for. What was on a device that
 * failed is begun anew on another, where there is one.
 *
 * @returns what others are training, or took over
 * @throws {BackendLost} when the last device has failed; what is not finished stays so
 */
async function trainSideBySide(
  groups: readonly (readonly TrainRunTask[])[],
  train: TrainGroup,
  backendOf: BackendOfTask,
  signal: AbortSignal,
): Promise<readonly TrainRunTask[]> {
  const waiting = [...groups];
  const running = new Set<Promise<void>>();
  const rest: TrainRunTask[] = [];
  const failures: unknown[] = [];
  /** Fewer than there are sessions for, once their memory was short. */
  let most = Infinity;
  const begin = async (group: readonly TrainRunTask[]): Promise<void> => {
    try {
      append(rest, await train(group, () => running.size <= 1));
    } catch (error) {
      if (!(error instanceof UnfinishedGroup)) return void failures.push(error);
      const { cause, unfinished } = error;
      if (cause instanceof OutOfMemory) most = Math.max(1, running.size - 1);
      const reason = await backendOf(group[0]).available();
      if (reason === undefined) waiting.push(unfinished);
      else failures.push(cause);
    }
  };
  for (;;) {
    const next = signal.aborted || failures.length > 0 ? undefined : waiting[0];
    const sessions = next ? (backendOf(next[0]).sessionsAtOnce?.() ?? 1) : 0;
    if (next && running.size < Math.min(most, sessions)) {
      waiting.shift();
      const one: Promise<void> = begin(next).finally(() => running.delete(one));
      running.add(one);
    } else if (running.size > 0) await Promise.race(running);
    else break;
  }
  if (failures.length > 0) throw failures[0];
  return rest;
}

/** A group that is to be trained again: what it was on has failed, or had no room beside others. */
class UnfinishedGroup extends Error {
  constructor(
    readonly unfinished: readonly TrainRunTask[],
    override readonly cause: BackendLost | OutOfMemory,
  ) {
    super(cause.message);
  }
}

/** Each of runs that one backend takes side by side. */
function groupsOf(tasks: readonly TrainRunTask[], backendOf: BackendOfTask): TrainRunTask[][] {
  const backends = new Map<Backend, TrainRunTask[]>();
  for (const task of tasks) {
    const backend = backendOf(task);
    backends.set(backend, [...(backends.get(backend) ?? []), task]);
  }
  return [...backends].flatMap(([backend, all]) =>
    arrange(all, (task) => task, backend).map(({ runs }) => [...runs]),
  );
}

function arrange<T>(
  all: readonly T[],
  taskOf: (one: T) => TrainRunTask,
  backend: Backend,
): readonly SideBySide<T>[] {
  return arrangeSideBySide(all, taskOf, backend.runsAtOnce, backend.compileTogether !== undefined);
}

/**
 * @returns what others are training, or took over
 * @throws {UnfinishedGroup} when its backend fails, or has no room for it beside others
 */
async function trainGroup(
  tasks: readonly TrainRunTask[],
  backend: Backend,
  on: TrainingEvents,
  signal: AbortSignal,
  options: ClaimedTasksOptions & { readonly isAlone: () => boolean },
): Promise<readonly TrainRunTask[]> {
  const { isAlone } = options;
  const busy: TrainRunTask[] = [];
  const unfinished = new Set(tasks);
  const events: TrainingEvents = {
    progress: (task, done) => on.progress(task, done),
    done(task, record) {
      unfinished.delete(task);
      on.done(task, record);
    },
    doneElsewhere(task, record) {
      unfinished.delete(task);
      on.doneElsewhere(task, record);
    },
    busy(task, holder) {
      busy.push(task);
      on.busy(task, holder);
    },
    failed(task, error) {
      unfinished.delete(task);
      on.failed(task, error);
    },
    begun: (task) => on.begun?.(task),
    submitted: (all, by) => on.submitted(all, by),
  };
  const claimed = new ClaimedTasks(tasks, events, signal, options);
  try {
    if (options.waits !== false) {
      for await (const one of claimed) {
        await trainTogether([one], backend, claimed, events, signal, isAlone);
      }
      return claimed.lost;
    }
    const all: ClaimedTask[] = [];
    for await (const one of claimed) all.push(one);
    await trainTogether(all, backend, claimed, events, signal, isAlone);
    return [...busy, ...claimed.lost];
  } catch (error) {
    if (!(error instanceof BackendLost || error instanceof OutOfMemory)) throw error;
    throw new UnfinishedGroup([...unfinished], error);
  } finally {
    await claimed.close();
  }
}

/** Trains runs of a group, or those of them that are missing: they may go side by side in another way. */
async function trainTogether(
  all: readonly ClaimedTask[],
  backend: Backend,
  ...rest: RestOfTraining
): Promise<void> {
  for (const part of arrange(all, ({ task }) => task, backend)) {
    await trainSession(part, backend, ...rest);
  }
}

type RestOfTraining = readonly [
  claimed: ClaimedTasks,
  on: TrainingEvents,
  signal: AbortSignal,
  isAlone: () => boolean,
];

async function trainSession(
  { runs: all, together }: SideBySide<ClaimedTask>,
  backend: Backend,
  ...[claimed, on, signal, isAlone]: RestOfTraining
): Promise<void> {
  if (signal.aborted) return;
  const [{ task: first }] = all;
  let trainers: readonly Trainer[];
  try {
    await loadModules(first.modules ?? []);
    const settings = all.map(({ task }) => task.settings);
    trainers =
      together > 1
        ? await createTrainersOfBatches(settings, backend, together)
        : await createTrainers(settings, backend);
  } catch (error) {
    if (error instanceof BackendLost) throw error;
    if (error instanceof OutOfMemory && !isAlone()) throw error;
    if (error instanceof OutOfMemory && all.length > 1) {
      const half = Math.ceil(all.length / 2);
      for (const part of [all.slice(0, half), all.slice(half)]) {
        await trainTogether(part, backend, claimed, on, signal, isAlone);
      }
      return;
    }
    for (const one of all) await claimed.fail(one, error);
    return;
  }
  let loss: BackendLost | undefined;
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
        if (error instanceof BackendLost) loss = error;
        else if (!signal.aborted) await claimed.fail(one, error);
      }
    }),
  );
  if (loss) throw loss;
}
