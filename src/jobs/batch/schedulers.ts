import { lsfScheduler } from "./lsf.js";
import type { Scheduler } from "./scheduler.js";
import { slurmScheduler } from "./slurm.js";

/** The batch systems, by their names. */
export const schedulers: ReadonlyMap<string, Scheduler> = new Map(
  [slurmScheduler, lsfScheduler].map((scheduler) => [scheduler.name, scheduler]),
);
