import { defineExecutor, type ExecutorOption, parseCount } from "./executor.js";

/** `--workers`, which other executors have too. */
export const workersOption: ExecutorOption<number> = {
  flags: "--workers <number>",
  description: "worker threads (default: one per core; on a cluster: cores of a task, 4)",
  parse: (text) => parseCount(text, 1024),
};

/** Worker threads, each of which trains one run at a time. */
export const workers = defineExecutor<{ workers: number }>({
  name: "workers",
  summary: "worker threads of this process",
  options: {
    workers: workersOption,
  },
  async create(settings) {
    const { trainInGroups } = await import("./trainInGroups.js");
    const { trainInWorkers } = await import("./trainInWorkers.js");
    return trainInGroups(trainInWorkers(settings));
  },
});
