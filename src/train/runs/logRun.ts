import { setImmediate } from "node:timers/promises";
import type { EventWriter } from "../../events/write/eventWriter.js";
import { logArray, logMoments } from "../logs/logArrays.js";
import type { RunSettings } from "../../experiments/settings/runSettings.js";
import type {
  Evaluation,
  ForwardRecord,
  NamedArray,
  StepRecord,
  Trainer,
} from "../trainer/trainer.js";
import { hasBeta } from "../trainer/trainerSchedule.js";

export interface LogRunOptions {
  /** Called after each logged row with the number of iterations done so far. */
  readonly onProgress?: (iterationsDone: number) => void;
}

/**
 * Trains to the end and logs on the way: the original's tags at its steps and in its order. What is
 * logged at a step describes the parameters before that step's update.
 *
 * β is logged with each row and when it changes; `logEveryIteration` logs it at every iteration.
 *
 * @returns the number of iterations done: `maxIterations + 1`, or fewer if the run stopped early
 */
export async function logRun(
  trainer: Trainer,
  writer: EventWriter,
  { onProgress }: LogRunOptions = {},
): Promise<number> {
  const { settings } = trainer;
  const { maxIterations, logInterval } = settings;
  const everyIteration = settings.verbose || (settings.logEveryIteration && hasBeta(settings));
  let lastBeta: number | undefined;
  // Going through the forward pass again costs as much as a thousand steps.
  const inspects = settings.verbose || trainer.showsActivations;
  while (trainer.iteration <= maxIterations && trainer.stopped === null) {
    const step = trainer.iteration;
    const isRow = step % logInterval === 0;
    const evaluation = isRow ? await trainer.evaluate() : undefined;
    if (trainer.stopped !== null || (await trainer.advance(1)) === 0) break;
    const record = trainer.lastStep!;
    const done = trainer.iteration;
    const forward: ForwardRecord | null =
      evaluation && inspects ? await trainer.inspectLastStep() : null;
    // What is known by now is written down while a backend that can makes the next steps.
    const next = everyIteration
      ? undefined
      : trainer.advance(nextLogged(settings, step) - trainer.iteration);
    next?.catch(() => undefined);
    if (isRow) await setImmediate();
    if (evaluation) {
      logEvaluation(settings, record, writer, evaluation, forward, step);
    }
    if (settings.verbose && settings.regularizerL1) {
      writer.scalar("L1/train/L1-loss", record.parameterNorm, step);
    }
    const betaChanged = record.beta !== lastBeta;
    if (hasBeta(settings) && (isRow || betaChanged || settings.logEveryIteration)) {
      writer.scalar("L1/train/beta", record.beta, step);
      lastBeta = record.beta;
    }
    if (isRow || settings.verbose) logLosses(writer, record, step);
    if (isRow && settings.verbose) logGradients(writer, record, step);
    if (isRow) onProgress?.(done);
    await next;
  }
  return trainer.iteration;
}

/** The first iteration after `step` with something to log, or the one after the last. */
function nextLogged(settings: RunSettings, step: number): number {
  const after = (interval: number): number => (Math.floor(step / interval) + 1) * interval;
  return Math.min(
    after(settings.logInterval),
    hasBeta(settings) ? after(settings.regularizerBetaStep) : Infinity,
    settings.maxIterations + 1,
  );
}

function logEvaluation(
  { verbose }: RunSettings,
  { layerPenalties }: StepRecord,
  writer: EventWriter,
  { metrics, arrays }: Evaluation,
  forward: ForwardRecord | null,
  step: number,
): void {
  for (const [tag, value] of metrics) writer.scalar(tag, value, step);
  if (verbose && forward) logMoments(writer, "network/x", forward.inputs.values, step);
  const activations = forward?.arrays ?? [];
  const shown = [
    ...activations.filter(({ beforeWeights }) => beforeWeights),
    ...arrays,
    ...activations.filter(({ beforeWeights }) => !beforeWeights),
  ];
  const layers = Math.max(forward?.outputs.length ?? 0, ...shown.map(({ layer }) => layer + 1));
  for (let layer = 0; layer < layers; layer++) {
    for (const array of shown) {
      if (array.layer === layer) logArray(writer, array, verbose, step);
    }
    const outputs = forward?.outputs[layer];
    if (verbose && outputs) logMoments(writer, `network/${outputs.name}`, outputs.values, step);
  }
  if (!verbose) return;
  for (const { key, tag, value } of layerPenalties) {
    if (key !== "trash") writer.scalar(`network/${tag}`, value, step);
  }
}

/** The loss and its parts; the first tag is spelled as the original spells it. */
function logLosses(writer: EventWriter, record: StepRecord, step: number): void {
  writer.scalar("loss/train/critation", record.criterion, step);
  writer.scalar("loss/train/regualizer", record.regularizer, step);
  writer.scalar("loss/train/total", record.total, step);
}

function logGradients(writer: EventWriter, { gradients }: StepRecord, step: number): void {
  for (const gradient of gradients) {
    const tag = `network/${gradient.tag}/grad`;
    const row = firstRow(gradient);
    logMoments(writer, tag, row, step);
    writer.histogram(tag, row, step);
  }
}

/** All that the original logs of a gradient: the first element along its first axis. */
function firstRow({ shape, values }: NamedArray): Float64Array {
  return shape.length === 0 ? values : values.subarray(0, values.length / shape[0]);
}
