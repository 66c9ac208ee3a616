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
  const backend =
    typeof chosen === "object" ? chosen : await chooseBackend(chosen, settings.precision);
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
  const { maxIterations, logInterval, verbose, logEveryIteration } = settings;
  return JSON.stringify([
    [task, seed, batchSize, inputSize, numberOfSubsets, subsetRatio, overlapRatio],
    [interpolationRange, sampleDistribution, precision],
    [maxIterations, logInterval, verbose, logEveryIteration],
  ]);
}

/**
 * Sets up runs that learn from the same batches (see {@link batchesOfRun}): where the backend can, each
 * batch is drawn once for all of them. Then each waits for the others when it is advanced; a run that is not
 * advanced any more has to be closed.
 *
 * @throws {UserError} as `createTrainer` does
 */
export async function createTrainersOfBatches(
  all: readonly RunSettings[],
  name: string | undefined,
): Promise<Trainer[]> {
  const [settings] = all;
  const backend = await chooseBackend(name, settings.precision);
  const preparations = all.map((one) => prepare(one, findTask(one.task), backend.form));
  const programs = preparations.map(({ program }) => program);
  const keys = new Set(programs.map(({ drawing }) => drawing?.key));
  const canShare =
    all.length > 1 &&
    keys.size === 1 &&
    !keys.has(undefined) &&
    programs.every(({ steps }) => steps.length === 1);
  if (!backend.compileTogether || !canShare) {
    return Promise.all(all.map((one) => createTrainer(one, { backend: name })));
  }
  const starts = await Promise.all(all.map((one, run) => beginRun(one, preparations[run])));
  const executable = await backend.compileTogether(programs);
  const shared = new SharedSession(await executable.start(starts), all.length);
  return all.map((one, run) => {
    const session = shared.runOf(run);
    const preparation = preparations[run];
    return new SessionTrainer(one, backend, executable.device, preparation, session, starts[run]);
  });
}
