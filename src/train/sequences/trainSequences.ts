import { setImmediate } from "node:timers/promises";
import { updateColumns } from "../../compute/graph/update.js";
import type { EventWriter } from "../../events/write/eventWriter.js";
import { epochsBetweenRows } from "../../experiments/settings/sequence.js";
import { logArray, momentsOf } from "../logs/logArrays.js";
import { formatNumpyArray } from "../logs/numpyText.js";
import type { SequenceMetrics } from "./sequenceMetrics.js";
import type { LoggedValues, SequenceRecord } from "./sequenceBatch.js";
import type { SequenceTrainer } from "./sequenceTrainer.js";

/** Batches after which others get their turn: the heartbeat of the run's claim, and who wants to stop it. */
const batchesAtOnce = 20;

/**
 * Trains to the end and logs on the way: metrics at the first batch of every fifth epoch, before that batch's update;
 * losses there, and of every batch when verbose. Steps count from 1, as the original's do.
 *
 * @returns the number of batches that were trained on
 */
export async function trainSequences(
  trainer: SequenceTrainer,
  writer: EventWriter,
  onProgress?: (iterationsDone: number) => void,
): Promise<number> {
  const { maxEpochs, batchSize, verbose } = trainer.settings;
  for (let epoch = 0; epoch <= maxEpochs; epoch++) {
    const order = trainer.nextOrder();
    for (let batch = 0; batch < trainer.batches; batch++) {
      const isRow = batch === 0 && epoch % epochsBetweenRows === 0;
      const step = trainer.step + 1;
      if (isRow || verbose) writer.scalar("epoch", epoch, step);
      if (isRow) await logMetrics(trainer, writer, step);
      const weights = isRow ? trainer.logged() : [];
      const rows = order.subarray(batch * batchSize, (batch + 1) * batchSize);
      const record = await trainer.train(rows, isRow);
      if (isRow) logCell(weights, record, writer, verbose);
      if (isRow || verbose) logLosses(record, writer);
      if (isRow && verbose) logBatch(trainer, record, writer);
      if (trainer.stopped !== null) return trainer.step;
      if (batch % batchesAtOnce > 0) continue;
      onProgress?.(trainer.step);
      await setImmediate();
    }
  }
  onProgress?.(trainer.step);
  return trainer.step;
}

async function logMetrics(
  trainer: SequenceTrainer,
  writer: EventWriter,
  step: number,
): Promise<void> {
  const { interpolationLength, extrapolationLengths } = trainer.settings;
  const log = (tag: string, { mse, accuracy }: SequenceMetrics): void => {
    writer.scalar(`metric/${tag}/mse`, mse, step);
    writer.scalar(`metric/${tag}/acc/all`, accuracy.all, step);
    writer.scalar(`metric/${tag}/acc/last`, accuracy.last, step);
  };
  log("train", (await trainer.evaluate("training", [interpolationLength]))[0]);
  log("valid", (await trainer.evaluate("validation", [interpolationLength]))[0]);
  const ofTest = await trainer.evaluate("test", extrapolationLengths);
  ofTest.forEach((metrics, index) => {
    log(`test/extrapolation/${extrapolationLengths[index]}`, metrics);
  });
}

/**
 * The cell's weights before the update, and its gates at the last position. The original writes both once for each
 * position, all at the same step, where readers keep the last.
 */
function logCell(
  weights: readonly LoggedValues[],
  { step, activations }: SequenceRecord,
  writer: EventWriter,
  verbose: boolean,
): void {
  const shown = [
    ...activations.filter(({ beforeWeights }) => beforeWeights),
    ...weights,
    ...activations.filter(({ beforeWeights }) => !beforeWeights),
  ];
  for (const { hasSparsityError = false, hasMean = false, hasText = false, ...array } of shown) {
    logArray(writer, { ...array, hasSparsityError, hasMean, hasText }, verbose, step);
  }
}

/** The loss and its parts; the tags are spelled as the original spells them. */
function logLosses(record: SequenceRecord, writer: EventWriter): void {
  const { step, accuracy } = record;
  writer.scalar("loss/train/accuracy/all", accuracy.all, step);
  writer.scalar("loss/train/accuracy/last", accuracy.last, step);
  writer.scalar("loss/train/critation", record.criterion, step);
  writer.scalar("loss/train/regualizer", record.regularizer, step);
  writer.scalar("loss/train/total", record.total, step);
}

/** What the image network says of the first image of each sequence, and the gradients of the cell. */
function logBatch(trainer: SequenceTrainer, record: SequenceRecord, writer: EventWriter): void {
  const { step, first } = record;
  writer.text("MNIST/train", `<pre>${formatNumpyArray(first, [first.length / 2, 2])}</pre>`, step);
  for (const { tag, values, shape } of trainer.cellArrays(updateColumns.gradients)) {
    if (tag === undefined) continue;
    const row = shape.length > 1 ? values.subarray(0, values.length / shape[0]) : values;
    const { mean, variance } = momentsOf(row);
    writer.scalar(`network/${tag}/grad/mean`, mean, step);
    if (row.length > 1) writer.scalar(`network/${tag}/grad/var`, variance, step);
    writer.histogram(`network/${tag}/grad`, row, step);
  }
}
