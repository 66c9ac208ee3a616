import type { Backend } from "../../../../src/compute/backends/backend.js";
import {
  completeSettings,
  type GivenSettings,
} from "../../../../src/experiments/settings/runSettings.js";
import { findTask } from "../../../../src/train/tasks/taskRegistry.js";
import { beginRun } from "../../../../src/train/trainer/beginRun.js";
import { scalarRows } from "../../../../src/train/trainer/scalarRows.js";
import { prepare } from "../../../../src/train/trainer/trainerPreparation.js";

export interface TrainStepsOptions {
  readonly unrollLimit?: number;
  readonly evaluates?: boolean;
}

/** Everything that a run of some steps leaves, and its errors. */
export async function trainSteps(
  backend: Backend,
  given: readonly GivenSettings[],
  steps: readonly number[],
  { unrollLimit, evaluates = true }: TrainStepsOptions = {},
) {
  const all = given.map((one) => completeSettings(one));
  const form = { ...backend.form, unrollLimit };
  const [preparation] = all.map((settings) => prepare(settings, findTask(settings.task), form));
  const executable = await backend.compile(preparation.program);
  const starts = await Promise.all(all.map((settings) => beginRun(settings, preparation)));
  const session = await executable.start(starts);
  const states: Record<string, readonly number[]>[] = [];
  let first = 0;
  for (const [kernel] of preparation.program.steps.entries()) {
    for (const count of steps) {
      const scalars = all.map((settings) => scalarRows(settings, preparation, first, count));
      const results = await session.advance({ kernel, steps: count, scalars });
      for (const [run, { steps: made, stopped }] of results.entries()) {
        const read = async (array: "parameters" | "gradients" | "before" | "results" | "batch") => [
          ...(await session.read(array, run)),
        ];
        states.push({
          parameters: await read("parameters"),
          gradients: await read("gradients"),
          before: await read("before"),
          results: await read("results"),
          batch: await read("batch"),
          made: [made, Number(stopped)],
        });
      }
      first += count;
    }
  }
  const errors = evaluates ? await session.evaluate("validation") : [];
  await session.close();
  return { states, errors: errors.map((sums) => [...sums]) };
}
