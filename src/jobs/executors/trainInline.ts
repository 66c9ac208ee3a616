import { trainRun } from "../../train/runs/trainRun.js";
import { ClaimedTasks } from "./claimedTasks.js";
import type { Executor } from "./executor.js";

/** Trains in this thread, run by run. Where the signal ends it, the run under way is given up at its next row. */
export const trainInline: Executor = {
  async run(tasks, on, signal) {
    for (let left = tasks; left.length > 0 && !signal.aborted;) {
      const claimed = new ClaimedTasks(left, on, signal);
      try {
        for await (const one of claimed) {
          try {
            const record = await trainRun(one.task, one.folder, (done) => {
              signal.throwIfAborted();
              on.progress(one.task, done);
            });
            await claimed.finish(one, record);
          } catch (error) {
            if (!signal.aborted) await claimed.fail(one, error);
          }
        }
      } finally {
        await claimed.close();
      }
      left = claimed.lost;
    }
  },
};
