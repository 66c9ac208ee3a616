import type { RunRecord } from "../../train/runs/runDirectory.js";
import { learners } from "../../train/runs/learners.js";
import type { TrainRunTask } from "../../train/runs/trainRun.js";
import { describeHolder, type Holder } from "../../util/files/claims.js";
import type { UserError } from "../../util/userError.js";
import type { TrainingEvents } from "./executor.js";

export interface TrainingProgress {
  readonly runsDone: number;
  readonly runs: number;
  /** Iterations of all runs, done and altogether. */
  readonly iterationsDone: number;
  readonly iterations: number;
  /** When nothing is left but runs that others train: how many, and one of those who do. */
  readonly elsewhere?: { readonly runs: number; readonly by: string };
}

/** Counts what becomes of the tasks of a training. */
export class Tally implements TrainingEvents {
  trained = 0;
  /** Trained by other processes while this one was about to. */
  trainedElsewhere = 0;
  /** Iterations of the runs that were trained here. */
  iterationsDone = 0;
  readonly stopped: { readonly directory: string; readonly reason: string }[] = [];
  readonly failures: { readonly directory: string; readonly error: UserError }[] = [];
  readonly handedOn: { readonly runs: number; readonly by: string }[] = [];
  readonly devices = new Set<string>();
  readonly #underWay = new Map<TrainRunTask, number>();
  readonly #elsewhere = new Map<TrainRunTask, string>();
  readonly #iterations: number;
  /** Iterations that an early end saves count as done here, or the time left would be wrong. */
  #settled = 0;
  #settledTasks = 0;

  constructor(
    readonly tasks: readonly TrainRunTask[],
    readonly onProgress?: (progress: TrainingProgress) => void,
  ) {
    this.#iterations = tasks.reduce((sum, task) => sum + iterationsOf(task), 0);
    this.#report();
  }

  progress(task: TrainRunTask, iterationsDone: number): void {
    this.#elsewhere.delete(task);
    this.#underWay.set(task, iterationsDone);
    this.#report();
  }

  done(task: TrainRunTask, record: RunRecord): void {
    this.trained++;
    this.iterationsDone += record.iterationsDone;
    if (record.device !== undefined) this.devices.add(record.device);
    if (record.stopped) {
      this.stopped.push({ directory: task.directory, reason: record.stopped.reason });
    }
    this.#settle(task);
  }

  doneElsewhere(task: TrainRunTask): void {
    this.trainedElsewhere++;
    this.#settle(task);
  }

  busy(task: TrainRunTask, holder: Holder): void {
    this.#underWay.delete(task);
    this.#elsewhere.set(task, describeHolder(holder));
    this.#report();
  }

  failed(task: TrainRunTask, error: UserError): void {
    this.failures.push({ directory: task.directory, error });
    this.#settle(task);
  }

  submitted(tasks: readonly TrainRunTask[], by: string): void {
    this.handedOn.push({ runs: tasks.length, by });
  }

  #settle(task: TrainRunTask): void {
    this.#underWay.delete(task);
    this.#elsewhere.delete(task);
    this.#settled += iterationsOf(task);
    this.#settledTasks++;
    this.#report();
  }

  #report(): void {
    const [holder] = this.#elsewhere.values();
    const waits = this.#settledTasks + this.#elsewhere.size === this.tasks.length;
    const by = waits ? holder : undefined;
    this.onProgress?.({
      runsDone: this.trained + this.trainedElsewhere,
      runs: this.tasks.length,
      iterationsDone:
        this.#settled + [...this.#underWay.values()].reduce((sum, count) => sum + count, 0),
      iterations: this.#iterations,
      ...(by !== undefined && { elsewhere: { runs: this.#elsewhere.size, by } }),
    });
  }
}

const iterationsOf = ({ settings }: TrainRunTask): number =>
  learners[settings.task].iterations(settings);
