import type { Backend } from "../../../../src/compute/backends/backend.js";
import {
  completeSettings,
  type GivenSettings,
} from "../../../../src/experiments/settings/runSettings.js";
import { findTask } from "../../../../src/train/tasks/taskRegistry.js";
import { beginRun } from "../../../../src/train/trainer/beginRun.js";
import { scalarRows } from "../../../../src/train/trainer/scalarRows.js";
import { prepare } from "../../../../src/train/trainer/trainerPreparation.js";
import { trainSteps } from "./trainSteps.js";

const read = ["parameters", "gradients", "before", "results", "batch"] as const;

/**
 * What `trainSteps` says of each run, of runs that share their batches.
 *
 * @param rows runs of one seed and range each, of the same programs in the same order
 */
export async function trainTogether(
  backend: Backend,
  rows: readonly (readonly GivenSettings[])[],
  steps: readonly number[],
  { evaluates = true, unrollLimit }: { evaluates?: boolean; unrollLimit?: number } = {},
) {
  const all = rows.flat().map((one) => completeSettings(one));
  const together = rows[0].length;
  const form = { ...backend.form, unrollLimit };
  const preparations = all.map((settings, index) =>
    prepare(all[index % together] ?? settings, findTask(settings.task), form),
  );
  const programs = preparations.slice(0, together).map(({ program }) => program);
  const executable = await backend.compileTogether!(programs);
  const starts = await Promise.all(all.map((one, index) => beginRun(one, preparations[index])));
  const session = await executable.start(starts);
  const runs = all.map((): Record<string, readonly number[]>[] => []);
  let first = 0;
  for (const count of steps) {
    const scalars = all.map((one, index) => scalarRows(one, preparations[index], first, count));
    const results = await session.advance({ kernel: 0, steps: count, scalars });
    for (const [run, { steps: made, stopped }] of results.entries()) {
      const state: Record<string, readonly number[]> = { made: [made, Number(stopped)] };
      for (const array of read) state[array] = [...(await session.read(array, run))];
      runs[run].push(state);
    }
    first += count;
  }
  const errors = evaluates ? await session.evaluate("validation") : [];
  await session.close();
  return runs.map((states, run) => ({ states, errors: evaluates ? [[...errors[run]]] : [] }));
}

/** The same of runs that are alone. */
export function trainEachAlone(
  backend: Backend,
  rows: readonly (readonly GivenSettings[])[],
  steps: readonly number[],
  options: { evaluates?: boolean; unrollLimit?: number } = {},
) {
  return Promise.all(rows.flat().map((one) => trainSteps(backend, [one], steps, options)));
}
