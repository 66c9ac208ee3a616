import { defineExecutor, parseCount } from "./executor.js";

/** Worker threads, each of which trains one run at a time. */
export const workers = defineExecutor<{ workers: number }>({
  name: "workers",
  summary: "worker threads of this process",
  options: {
    workers: {
      flags: "--workers <number>",
      description: "worker threads (default: one per core)",
      parse: (text) => parseCount(text, 1024),
    },
  },
  async create(settings) {
    const { trainInGroups } = await import("./trainInGroups.js");
    const { trainInWorkers } = await import("./trainInWorkers.js");
    return trainInGroups(trainInWorkers(settings));
  },
});
