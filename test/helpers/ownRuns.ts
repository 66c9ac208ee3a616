import { join } from "node:path";
import * as z from "zod";
import { openEventWriter } from "../../src/events/write/eventWriter.js";
import { readFixture } from "./statsFixture.js";

const numbers = z.array(z.number());
const bounds = z.tuple([z.number(), z.number()]);
const series = z.tuple([numbers, numbers]);

/** Runs of three algorithms on three tasks, and what NumPy and SciPy make of them: see fixtures/stats/README.md. */
export const ownRuns = z
  .object({
    runs: z.record(z.string(), z.object({ score: series, loss: series })),
    paired: z.record(
      z.string(),
      z.object({
        ...{ n: z.number(), mean: z.number(), t95: bounds, bootstrap95: bounds },
        unpaired: z.array(z.string()),
      }),
    ),
    quantities: z.record(
      z.string(),
      z.object({
        ...{ at_best_loss: z.number(), area: z.number(), mean_of_last_3: z.number() },
        ...{ solved_at: z.number().nullable(), solved_for_good: z.number().nullable() },
        solved: z.boolean(),
      }),
    ),
    reliable: z.record(
      z.string(),
      z.object({
        ...{ n: z.number(), estimates: numbers, intervals: z.array(bounds) },
        ...{ profile: numbers, profile_intervals: z.array(bounds) },
      }),
    ),
    improvement: z.record(z.string(), z.object({ estimate: z.number(), interval: bounds })),
    efficiency: z.object({ x: numbers, estimates: numbers, intervals: z.array(bounds) }),
  })
  .parse(JSON.parse(readFixture("own-runs.json")));

/** Writes the runs as event files, `<task>_<algorithm>_seed-<seed>`. */
export function writeOwnRuns(directory: string): void {
  for (const [name, tags] of Object.entries(ownRuns.runs)) {
    const writer = openEventWriter(join(directory, name), { clock: () => 1_700_000_000 });
    for (const [tag, [steps, values]] of Object.entries(tags)) {
      for (const [index, step] of steps.entries()) writer.scalar(tag, values[index], step);
    }
    writer.close();
  }
}
