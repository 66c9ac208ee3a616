import { defineExecutor } from "./executor.js";

/** This thread, run by run: for debugging and for tests. Ctrl-C counts between two logged rows. */
export const inline = defineExecutor<object>({
  name: "inline",
  summary: "this thread alone, run by run, for debugging",
  options: {},
  async create() {
    const { trainInGroups } = await import("./trainInGroups.js");
    const { trainInline } = await import("./trainInline.js");
    return trainInGroups(trainInline);
  },
});
