import {
  defineExecutor,
  parseCount,
  type ExecutorDefinition,
  type ExecutorOption,
} from "./executor.js";
import { workersOption } from "./workers.js";

const text = (flags: string, description: string): ExecutorOption<string> => ({
  flags,
  description,
  parse: (given) => given,
});

/** What is chosen of a job, whatever it does. */
export const jobOptions = {
  time: text(
    "--time <limit>",
    "time limit of a task, as the batch system writes it: 2:00:00, 4:00",
  ),
  tasks: {
    flags: "--tasks <number>",
    description: "tasks of the array (default: as few as the time needs)",
    parse: (given: string) => parseCount(given),
  },
  header: text("--header <file>", "lines for the script, before the program: module load ..."),
  workers: workersOption,
};

/** An executor that hands runs on to a batch system of this name. */
export function batchExecutor(name: string, summary: string): ExecutorDefinition {
  return defineExecutor<{ time: string; tasks: number; header: string; workers: number }>({
    name,
    summary,
    handsOn: true,
    options: jobOptions,
    async create(settings, context) {
      const { handOn } = await import("./handOn.js");
      return handOn(name, settings, context);
    },
  });
}
