import type { TrainRunTask } from "../../train/runs/trainRun.js";
import { automaticBackend } from "../../compute/backends/backends.js";
import { measureRuns } from "../batch/measureRuns.js";
import { schedulers } from "../batch/schedulers.js";
import {
  describeJob,
  limitsOf,
  prepareJob,
  submitJob,
  type JobSettings,
  type PreparedJob,
} from "../batch/submitJob.js";
import { trainingWork } from "../batch/trainingWork.js";
import type { CopyRunTask } from "../plan/copyRun.js";
import type { Executor, ExecutorContext } from "./executor.js";

/** Hands all runs on to a batch system, in one array of tasks, and leaves. */
export function handOn(
  name: string,
  settings: JobSettings,
  { runs, passedOn, note }: ExecutorContext,
): Executor {
  const scheduler = schedulers.get(name)!;

  async function prepare(
    tasks: readonly TrainRunTask[],
    copies: readonly CopyRunTask[],
    signal: AbortSignal,
  ): Promise<PreparedJob & { readonly files: Readonly<Record<string, string>> }> {
    // What is wrong is said before anything is measured.
    limitsOf(scheduler, settings, passedOn);
    // What `auto` takes is known where it is computed.
    const known = tasks.map((task) =>
      task.backend === automaticBackend ? { ...task, backend: undefined } : task,
    );
    const pieces = await measureRuns(known, signal);
    const files = { "work.json": await trainingWork({ runs, tasks, copies, seconds: pieces }) };
    const about = `train ${tasks.length} ${tasks.length === 1 ? "run" : "runs"}`;
    const work = { kind: "training" as const, about, pieces, piece: "run", files };
    return { ...(await prepareJob(scheduler, runs, work, settings, passedOn, note)), files };
  }

  return {
    async run(tasks, on, signal, copies = []) {
      if (tasks.length === 0) return;
      const job = await prepare(tasks, copies, signal);
      const number = await submitJob(job, job.files);
      const { tasks: count, cores } = job.description;
      const size = count === 1 ? "1 task" : `${count} tasks`;
      on.submitted(
        tasks,
        `${scheduler.title} job ${number} (${size}, ${cores} ${cores === 1 ? "core" : "cores"} each)`,
      );
    },
    async preview(tasks, signal, copies = []) {
      return tasks.length === 0 ? "" : describeJob(await prepare(tasks, copies, signal));
    },
  };
}
