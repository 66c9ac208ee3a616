import { availableParallelism } from "node:os";
import { dirname, relative } from "node:path";
import { automaticBackend } from "../../compute/backends/backends.js";
import { loadModules } from "../../train/modules/loadModules.js";
import type { TrainRunTask } from "../../train/runs/trainRun.js";
import type { JobDescription } from "../batch/batchJob.js";
import { turn } from "../batch/claimPieces.js";
import type { RestOfTime } from "../batch/restOfTime.js";
import { readTrainingWork } from "../batch/trainingWork.js";
import { backendOfRun, type Notes } from "../plan/autoBackend.js";
import { executeTraining, type TrainingReport } from "./executeTraining.js";
import type { Executor, TrainingEvents } from "./executor.js";
import { trainInGroups } from "./trainInGroups.js";
import { trainInWorkers } from "./trainInWorkers.js";
import type { TrainingProgress } from "./tally.js";

export interface TrainJobOptions {
  readonly folder: string;
  readonly job: JobDescription;
  /** Which of the job's tasks this is, from 0. */
  readonly index: number;
  /** Cores that it got; default: those of this machine that it may use. */
  readonly cores?: number;
  readonly rest: RestOfTime;
  readonly signal: AbortSignal;
  /** A line of the task's log. */
  readonly log: (line: string) => void;
  readonly onProgress?: (progress: TrainingProgress) => void;
}

/**
 * One task of a job: trains runs that are missing, and which nobody else is training, as long as there
 * is time for them.
 *
 * @throws {UserError} when nothing can be trained at all
 */
export async function trainJob(options: TrainJobOptions): Promise<TrainingReport> {
  const { folder, job, index, rest, signal, log, onProgress } = options;
  const work = await readTrainingWork(folder);
  await loadModules(work.tasks[0]?.modules ?? []);
  const notes: Notes = new Set();
  const seconds = new Map<TrainRunTask, number | undefined>();
  const trainings: TrainRunTask[] = [];
  for (const position of ownFirst(work.tasks.length, index, job.tasks)) {
    const asked = work.tasks[position];
    const isAutomatic = asked.backend === automaticBackend;
    const backend = isAutomatic
      ? await backendOfRun(asked.backend, asked.settings, notes)
      : asked.backend;
    const task = { ...asked, backend };
    seconds.set(task, work.seconds[position]);
    trainings.push(task);
  }
  for (const note of notes) log(`note: ${note}`);
  /** Runs that were not begun because the time would not do for them. */
  const tooLong = new Set<TrainRunTask>();
  const claiming = {
    waits: "for silent ones" as const,
    goesOn(task: TrainRunTask) {
      const isEnough = rest.isEnoughFor(seconds.get(task));
      if (!isEnough) tooLong.add(task);
      return isEnough;
    },
  };
  const nameOf = ({ directory }: TrainRunTask) => relative(work.runs, directory);
  const workers = options.cores ?? availableParallelism();
  const executor = trainInGroups(trainInWorkers({ ...claiming, workers }), undefined, claiming);
  const plan = {
    trainings,
    copies: work.copies,
    finished: 0,
    foreign: [],
    folders: [...new Set(work.tasks.map(({ directory }) => dirname(directory)))],
    failedBefore: [],
    notes: [],
  };
  const report = await executeTraining(plan, {
    executor: logged(executor, nameOf, log, (task, took) => rest.took(took, seconds.get(task))),
    signal,
    onProgress,
  });
  if (tooLong.size > 0) log(`the time that is left would not do for ${tooLong.size} more`);
  return report;
}

/** Every `count`-th position from `first` on, then the others: tasks begin with runs of their own. */
function ownFirst(length: number, first: number, count: number): number[] {
  const all = Array.from({ length }, (_, position) => position);
  return all.sort((a, b) => turn(a, first, count) - turn(b, first, count) || a - b);
}

/** An executor that writes down which runs it begins and what becomes of them. */
function logged(
  executor: Executor,
  nameOf: (task: TrainRunTask) => string,
  log: (line: string) => void,
  onTook: (task: TrainRunTask, seconds: number) => void,
): Executor {
  return {
    async run(tasks, on, signal) {
      const events: TrainingEvents = {
        progress: (task, done) => on.progress(task, done),
        begun(task) {
          log(`begun ${nameOf(task)}`);
          on.begun?.(task);
        },
        done(task, record) {
          log(`done ${nameOf(task)}`);
          onTook(task, record.seconds);
          on.done(task, record);
        },
        doneElsewhere: (task, record) => on.doneElsewhere(task, record),
        busy: (task, holder) => on.busy(task, holder),
        failed(task, error) {
          log(`failed ${nameOf(task)}: ${error.message}`);
          on.failed(task, error);
        },
        submitted: (all, by) => on.submitted(all, by),
      };
      await executor.run(tasks, events, signal);
    },
  };
}
