import type { BatchJob } from "../../jobs/batch/batchJob.js";
import { schedulers } from "../../jobs/batch/schedulers.js";

/** `Slurm job 4711 (20261127-142233-1f2e): train 225 runs; of 4 tasks 2 have begun, 1 of these has ended`. */
export function describeJob(job: BatchJob): string {
  const { id, number, about, tasks, states } = job;
  const title = schedulers.get(job.scheduler)?.title ?? job.scheduler;
  const ended = [...states.values()].filter((state) => state.ended !== undefined).length;
  const of = tasks === 1 ? "its task" : `of ${tasks} tasks`;
  const progress =
    states.size === 0
      ? `${tasks === 1 ? "its task has" : `none of ${tasks} tasks has`}${tasks === 1 ? " not" : ""} begun`
      : tasks === 1
        ? `${of} has ${ended === 1 ? "ended" : "begun"}`
        : `${of} ${states.size} ${states.size === 1 ? "has" : "have"} begun and ${ended} ended`;
  return `${title} job ${number ?? "?"} (${id}): ${about}; ${progress}`;
}
