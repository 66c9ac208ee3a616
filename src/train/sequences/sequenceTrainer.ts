import type { Axis } from "../../compute/graph/expression.js";
import { updateColumns } from "../../compute/graph/update.js";
import type { ImageSession } from "../../compute/images/imageSession.js";
import { TorchGenerator } from "../../compute/random/torchGenerator.js";
import type { RunSettings } from "../../experiments/settings/runSettings.js";
import { createSchedule } from "../trainer/trainerSchedule.js";
import type { EarlyStop } from "../trainer/trainer.js";
import type { Accumulator } from "./accumulator.js";
import { type Cell, noNumbers } from "./cell.js";
import { picturesOf, sayOf } from "./digitPictures.js";
import { createSequences, metricSeeds, targetsOf, type DigitSequences } from "./digitSequences.js";
import type { DigitSplits } from "./mnistFiles.js";
import {
  columnsOf,
  outputGradientsOf,
  recordOf,
  valuesOf,
  type LoggedValues,
  type SequenceRecord,
} from "./sequenceBatch.js";
import { createScan, createSequenceStep, type Scan, type SequenceStep } from "./sequenceKernels.js";
import { scanSequences, type SequenceMetrics } from "./sequenceMetrics.js";

/** A named array in PyTorch's order: `image2label.conv1.weight`, `recurent_cell.cell.op.W`. */
export interface SequenceArray {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float64Array;
  /** Of a cell's array: where logs show its gradient, below `network`. */
  readonly tag?: string;
}

/** What a trainer is made of. */
export interface SequenceTrainerParts {
  /** The axis of the image network's outputs. */
  readonly digits: Axis;
  readonly accumulator: Accumulator;
  readonly sequences: DigitSequences;
  readonly network: ImageSession;
  /** What goes on to draw: it has drawn the first parameters. */
  readonly generator: TorchGenerator;
  readonly cell: Cell | null;
}

/**
 * Trains on sequences of images. The image network is wherever its backend computes; the cell, a few numbers a sequence,
 * is computed here as formulas.
 */
export class SequenceTrainer {
  readonly accumulator: Accumulator;
  /** Batches that were trained on so far. */
  step = 0;
  stopped: EarlyStop | null = null;
  readonly sequences: DigitSequences;
  private readonly network: ImageSession;
  private readonly digits: Axis;
  private readonly schedule: ReturnType<typeof createSchedule>;
  private readonly generator: TorchGenerator;
  private readonly steps = new Map<number, SequenceStep>();
  private readonly scan: Scan;
  private readonly cell: Cell | null;

  constructor(
    readonly settings: RunSettings,
    private readonly splits: DigitSplits,
    { digits, accumulator, sequences, network, generator, cell }: SequenceTrainerParts,
  ) {
    this.accumulator = accumulator;
    this.sequences = sequences;
    this.network = network;
    this.digits = digits;
    this.generator = generator;
    this.cell = cell;
    this.schedule = createSchedule(settings);
    this.scan = createScan(accumulator, digits);
  }

  /** What the image network is computed on, in words. */
  get device(): string {
    return this.network.device;
  }

  /** Batches of an epoch. */
  get batches(): number {
    return Math.ceil(this.sequences.count / this.settings.batchSize);
  }

  /** A copy of all parameters, or of their last gradients. */
  async read(array: "parameters" | "gradients"): Promise<readonly SequenceArray[]> {
    const arrays = await this.network.read(array);
    return [
      ...arrays.map((one) => ({ ...one, name: `image2label.${one.name}` })),
      ...this.cellArrays(updateColumns[array]),
    ];
  }

  /** The arrays of the cell alone, or their gradients. */
  cellArrays(column: number): readonly SequenceArray[] {
    const all = this.cell?.column(column);
    return this.accumulator.parameters.map(({ name, shape, offset, count, tag }) => ({
      name: `recurent_cell.cell.${this.settings.layerType === "LSTM" ? "" : "op."}${name}`,
      shape,
      values: all!.slice(offset, offset + count),
      ...(tag !== undefined && { tag }),
    }));
  }

  /** What logs show of the cell's weights. */
  logged(): readonly LoggedValues[] {
    const parameters = this.cell?.column(updateColumns.parameters) ?? noNumbers;
    return valuesOf(this.accumulator.logged({ name: "sample", size: 1 }), { parameters });
  }

  /**
   * The order of an epoch's sequences, as PyTorch's shuffling loader draws it: a seed for its workers first, then that of
   * the permutation.
   */
  nextOrder(): Uint32Array {
    this.generator.int64();
    const seed = Number(this.generator.int64() & 0xffffffffn);
    return new TorchGenerator(seed).permutation(this.sequences.count);
  }

  /**
   * Trains on one batch.
   *
   * @param inspects whether the record has the cell's activations
   */
  async train(batch: Uint32Array, inspects = false): Promise<SequenceRecord> {
    const { interpolationLength: length, mnistOutputs: width, operation } = this.settings;
    const { training } = this.splits;
    const shape = { rows: batch.length, length, width };
    const { rows } = shape;
    const step = this.stepOf(rows);
    const { images } = this.sequences;
    const chosen = Uint32Array.from(
      { length: rows * length },
      (_, i) => images[batch[Math.floor(i / length)] * length + (i % length)],
    );
    const said = await this.network.forward(picturesOf(training), chosen);
    const multiplies = operation === "cumprod";
    const targets = Array.from(batch, (sequence) =>
      targetsOf(this.sequences, training, sequence, multiplies),
    );
    const first = Float64Array.from({ length: 2 * rows }, (_, i) =>
      i % 2 === 0 ? said[(i / 2) * length * width] : targets[(i - 1) / 2][0],
    );
    const columns = columnsOf(step, shape, said, targets);
    const results = new Float64Array(step.resultCount);
    this.step++;
    const scalars = Float64Array.from(step.scalars, (key) =>
      this.schedule.factorAt(key, this.step),
    );
    const parameters = this.cell?.column(updateColumns.parameters) ?? noNumbers;
    const gradients = this.cell?.column(updateColumns.gradients) ?? noNumbers;
    gradients.fill(0);
    step.run({ parameters, scalars, batch: columns, results, gradients });
    const activations = inspects
      ? valuesOf(step.activations, { parameters, batch: columns, rows })
      : [];
    await this.network.backward(outputGradientsOf(step, shape, columns));
    await this.update();
    return { step: this.step, ...recordOf(step, shape, results), first, activations };
  }

  /** Moves all parameters along their gradients. */
  private async update(): Promise<void> {
    const areNumbers = await this.network.step();
    const isNumber = this.cell?.update(this.step - 1) ?? true;
    if (areNumbers && isNumber) return;
    const where = areNumbers ? "the cell" : "the image network";
    this.stopped = {
      iteration: this.step + 1,
      reason: `a parameter of ${where} is not a number after step ${this.step}`,
    };
  }

  /**
   * Metrics of sequences of some lengths; each draws a number of the generator, as PyTorch's loaders do. The image network
   * sees each image once, whatever the number of lengths.
   *
   * @param most only the first so many sequences of each length
   */
  async evaluate(
    split: keyof DigitSplits,
    lengths: readonly number[],
    most = Infinity,
  ): Promise<SequenceMetrics[]> {
    const images = this.splits[split];
    const { mnistDigits, mnistOutputs: width, operation } = this.settings;
    const all = lengths.map((length) => {
      this.generator.int64();
      const sequences = createSequences(images, mnistDigits, length, metricSeeds[split]);
      const count = Math.min(sequences.count, most);
      return { ...sequences, count, images: sequences.images.subarray(0, count * length) };
    });
    const wanted = new Set(all.flatMap((sequences) => [...sequences.images]));
    const said = await sayOf(this.network, images, wanted, width);
    const parameters = this.cell?.column(updateColumns.parameters) ?? noNumbers;
    const multiplies = operation === "cumprod";
    return all.map((sequences) =>
      scanSequences(this.scan, sequences, images, said, { parameters, width, multiplies }),
    );
  }

  /** Gives back what the image network holds. */
  close(): Promise<void> {
    return this.network.close();
  }

  private stepOf(rows: number): SequenceStep {
    const known = this.steps.get(rows);
    if (known) return known;
    const { interpolationLength: length } = this.settings;
    const step = createSequenceStep(this.accumulator, this.digits, { rows, length });
    this.steps.set(rows, step);
    return step;
  }
}
