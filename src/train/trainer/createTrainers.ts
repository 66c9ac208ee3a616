import type { Backend } from "../../compute/backends/backend.js";
import { chooseBackend } from "../../compute/backends/backends.js";
import { SharedSession } from "../../compute/backends/sharedSession.js";
import type { RunSettings } from "../../experiments/settings/runSettings.js";
import { findTask, tasks } from "../tasks/taskRegistry.js";
import { beginRun } from "./beginRun.js";
import { createTrainer } from "./createTrainer.js";
import { SessionTrainer } from "./sessionTrainer.js";
import type { Trainer } from "./trainer.js";
import { sharedScalarRows } from "./scalarRows.js";
import { prepare } from "./trainerPreparation.js";
import { hasBeta } from "./trainerSchedule.js";

/**
 * Tells runs apart that cannot be trained side by side: those of one text differ in seed and ranges
 * alone, so that all make the same steps.
 */
export function formOfRun(settings: RunSettings): string {
  const { interpolationRange, extrapolationRange, ...rest } = settings;
  const placement = (range: typeof interpolationRange) => [
    range.intervals.length,
    range.intervals.length > 1 && range.placement,
  ];
  const ranges = [placement(interpolationRange), placement(extrapolationRange)];
  return JSON.stringify([{ ...rest, seed: undefined }, ranges]);
}

/**
 * Sets up runs of one form (see {@link formOfRun}) side by side on a backend. Each is advanced by
 * itself, and waits there for the others; a run that is not advanced any more has to be closed.
 *
 * @throws {UserError} as `createTrainer` does
 */
export async function createTrainers(
  all: readonly RunSettings[],
  chosen: string | Backend | undefined,
): Promise<Trainer[]> {
  const [settings] = all;
  const backend = await backendFor(chosen, settings);
  const preparation = prepare(settings, findTask(settings.task), backend.form);
  const starts = await Promise.all(all.map((one) => beginRun(one, preparation)));
  const executable = await backend.compile(preparation.program);
  const shared = new SharedSession(await executable.start(starts), all.length);
  const rowsOf = sharedScalarRows(settings, preparation);
  const { device } = executable;
  return all.map((one, run) => {
    const session = shared.runOf(run);
    const start = starts[run];
    return new SessionTrainer(one, backend, device, preparation, session, start, rowsOf);
  });
}

async function backendFor(
  chosen: string | Backend | undefined,
  { precision }: RunSettings,
): Promise<Backend> {
  return typeof chosen === "object" ? chosen : chooseBackend(chosen, precision);
}

/** Fewest numbers of a batch that are worth being drawn for several runs at once. */
const fewNumbers = 2048;

/**
 * Tells runs apart that do not learn from the same batches: those of one text see the same inputs,
 * whatever they learn and how, and make the same steps. Undefined where drawing takes next to no time.
 */
export function batchesOfRun(settings: RunSettings): string | undefined {
  const { task, seed, batchSize, inputSize, simple, numberOfSubsets, subsetRatio } = settings;
  if (!(task in tasks) || batchSize * inputSize < fewNumbers || simple) return undefined;
  const { overlapRatio, interpolationRange, sampleDistribution, precision } = settings;
  const { maxIterations, logInterval, verbose, logEveryIteration, regularizerBetaStep } = settings;
  return JSON.stringify([
    [task, seed, batchSize, inputSize, numberOfSubsets, subsetRatio, overlapRatio],
    [interpolationRange, sampleDistribution, precision],
    // A row is written when beta changes.
    [
      maxIterations,
      logInterval,
      verbose,
      logEveryIteration,
      hasBeta(settings) && regularizerBetaStep,
    ],
  ]);
}

/** Sets up runs side by side with those of their form. */
async function createTrainersByForm(
  all: readonly RunSettings[],
  backend: Backend,
): Promise<Trainer[]> {
  const forms = new Map<string, number[]>();
  for (const [index, settings] of all.entries()) {
    const form = formOfRun(settings);
    forms.set(form, [...(forms.get(form) ?? []), index]);
  }
  const trainers = new Map<number, Trainer>();
  try {
    for (const indices of forms.values()) {
      const some = indices.map((index) => all[index]);
      const created = await createTrainers(some, backend);
      indices.forEach((index, place) => trainers.set(index, created[place]));
    }
  } catch (error) {
    for (const trainer of trainers.values()) await trainer.close();
    throw error;
  }
  return all.map((_, index) => trainers.get(index)!);
}

/**
 * Sets up runs that learn from the same batches (see {@link batchesOfRun}): where the backend can, each
 * batch is drawn once for all of them. Then each waits for the others when it is advanced; a run that is not
 * advanced any more has to be closed.
 *
 * @param together how many, as a rule all: else the runs are several rows of so many, on a backend that takes
 *   them side by side; rows differ in seed and ranges alone
 * @throws {UserError} as `createTrainer` does
 */
export async function createTrainersOfBatches(
  all: readonly RunSettings[],
  chosen: string | Backend | undefined,
  together = all.length,
): Promise<Trainer[]> {
  const [settings] = all;
  const backend = await backendFor(chosen, settings);
  const row = all.slice(0, together);
  const preparations = row.map((one) => prepare(one, findTask(one.task), backend.form));
  const programs = preparations.map(({ program }) => program);
  const keys = new Set(programs.map(({ drawing }) => drawing?.key));
  const canShare =
    together > 1 &&
    keys.size === 1 &&
    !keys.has(undefined) &&
    programs.every(({ steps }) => steps.length === 1);
  if (!backend.compileTogether || !canShare) {
    if (backend.runsAtOnce > 1) return createTrainersByForm(all, backend);
    return Promise.all(all.map((one) => createTrainer(one, { backend: backend.name })));
  }
  const slotOf = (run: number) => run % together;
  const starts = await Promise.all(all.map((one, run) => beginRun(one, preparations[slotOf(run)])));
  const rowsOf = row.map((one, slot) => sharedScalarRows(one, preparations[slot]));
  const executable = await backend.compileTogether(programs);
  const shared = new SharedSession(await executable.start(starts), all.length);
  return all.map((one, run) => {
    const session = shared.runOf(run);
    const preparation = preparations[slotOf(run)];
    const { device } = executable;
    const rows = rowsOf[slotOf(run)];
    return new SessionTrainer(one, backend, device, preparation, session, starts[run], rows);
  });
}
