import type { Axis } from "../../compute/graph/expression.js";
import { adam } from "../../compute/graph/optimizers.js";
import { updateColumns } from "../../compute/graph/update.js";
import { ImageNetwork } from "../../compute/images/imageNetwork.js";
import { TorchGenerator } from "../../compute/random/torchGenerator.js";
import type { RunSettings } from "../../experiments/settings/runSettings.js";
import { UserError } from "../../util/userError.js";
import { createSchedule } from "../trainer/trainerSchedule.js";
import type { EarlyStop } from "../trainer/trainer.js";
import type { Accumulator } from "./accumulator.js";
import { Cell, noNumbers } from "./cell.js";
import { createAccumulator } from "./createAccumulator.js";
import { putImage, sayOf } from "./digitPictures.js";
import { digitNetwork, drawDigitNetwork } from "./digitNetwork.js";
import {
  createSequences,
  metricSeeds,
  targetsOf,
  trainingSeed,
  type DigitSequences,
} from "./digitSequences.js";
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

/** Trains on sequences of images: the image network in WebAssembly, the cell as formulas. */
export class SequenceTrainer {
  readonly accumulator: Accumulator;
  readonly network: ImageNetwork;
  /** Batches that were trained on so far. */
  step = 0;
  stopped: EarlyStop | null = null;
  readonly sequences: DigitSequences;
  private readonly digits: Axis;
  private readonly schedule: ReturnType<typeof createSchedule>;
  private readonly generator: TorchGenerator;
  private readonly optimizer = adam(1e-3);
  private readonly steps = new Map<number, SequenceStep>();
  private readonly scan: Scan;
  private readonly cell: Cell | null;

  /** @throws {UserError} for settings that do not fit together */
  constructor(
    readonly settings: RunSettings,
    private readonly splits: DigitSplits,
  ) {
    checkSettings(settings);
    const { mnistOutputs, batchSize, interpolationLength, seed, mnistDigits } = settings;
    this.digits = { name: "digit", size: mnistOutputs };
    this.accumulator = createAccumulator(settings, this.digits);
    this.schedule = createSchedule(settings);
    this.sequences = createSequences(
      splits.training,
      mnistDigits,
      interpolationLength,
      trainingSeed(seed),
    );
    if (this.sequences.count === 0) {
      throw new UserError(
        `No sequence of ${interpolationLength} images of the digits ${mnistDigits} can be made.`,
      );
    }
    this.network = new ImageNetwork(
      digitNetwork(mnistOutputs),
      this.optimizer,
      batchSize * interpolationLength,
    );
    this.generator = new TorchGenerator(seed);
    const { parameters, discardedDraws } = this.accumulator;
    const drawNetwork = () => drawDigitNetwork(this.network.definitions, this.generator);
    const turns = [...parameters].sort((a, b) => (a.drawTurn ?? 0) - (b.drawTurn ?? 0));
    const drawCell = () =>
      new Map(turns.map(({ name, initial, shape }) => [name, initial(this.generator, shape)]));
    // Convolutions draw theirs when they are made, the network when it is, and the script once more.
    drawNetwork();
    drawNetwork();
    for (let draw = 0; draw < discardedDraws; draw++) drawCell();
    this.network.setParameters(drawNetwork());
    const drawn = drawCell();
    this.cell = parameters.length === 0 ? null : new Cell(this.accumulator, this.optimizer);
    for (const { name, offset } of parameters) {
      this.cell!.column(updateColumns.parameters).set(drawn.get(name)!, offset);
    }
    this.scan = createScan(this.accumulator, this.digits);
  }

  /** Batches of an epoch. */
  get batches(): number {
    return Math.ceil(this.sequences.count / this.settings.batchSize);
  }

  get parameters(): readonly SequenceArray[] {
    return [
      ...this.network.parameters.map((array) => ({ ...array, name: `image2label.${array.name}` })),
      ...this.cellArrays(updateColumns.parameters),
    ];
  }

  get gradients(): readonly SequenceArray[] {
    return [
      ...this.network.gradients.map((array) => ({ ...array, name: `image2label.${array.name}` })),
      ...this.cellArrays(updateColumns.gradients),
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
  train(batch: Uint32Array, inspects = false): SequenceRecord {
    const { interpolationLength: length, mnistOutputs: width, operation } = this.settings;
    const { training } = this.splits;
    const shape = { rows: batch.length, length, width };
    const { rows } = shape;
    const step = this.stepOf(rows);
    batch.forEach((sequence, row) => {
      for (let position = 0; position < length; position++) {
        const image = this.sequences.images[sequence * length + position];
        putImage(this.network, training, image, row * length + position);
      }
    });
    const said = this.network.forward(rows * length);
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
    this.network.backward(outputGradientsOf(step, shape, columns));
    this.update();
    return { step: this.step, ...recordOf(step, shape, results), first, activations };
  }

  /** Moves all parameters along their gradients. */
  private update(): void {
    const areNumbers = this.network.step();
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
  evaluate(
    split: keyof DigitSplits,
    lengths: readonly number[],
    most = Infinity,
  ): SequenceMetrics[] {
    const images = this.splits[split];
    const { mnistDigits, mnistOutputs: width, operation } = this.settings;
    const all = lengths.map((length) => {
      this.generator.int64();
      const sequences = createSequences(images, mnistDigits, length, metricSeeds[split]);
      const count = Math.min(sequences.count, most);
      return { ...sequences, count, images: sequences.images.subarray(0, count * length) };
    });
    const wanted = new Set(all.flatMap((sequences) => [...sequences.images]));
    const said = sayOf(this.network, images, wanted, width);
    const parameters = this.cell?.column(updateColumns.parameters) ?? noNumbers;
    const multiplies = operation === "cumprod";
    return all.map((sequences) =>
      scanSequences(this.scan, sequences, images, said, { parameters, width, multiplies }),
    );
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

function checkSettings({ operation, precision }: RunSettings): void {
  if (operation !== "cumsum" && operation !== "cumprod") {
    throw new UserError(
      `The operation ${operation} is none on sequences. Give --operation cumsum or cumprod.`,
      2,
    );
  }
  if (precision !== 32) {
    throw new UserError("The image network computes with 32 bits: leave the precision out.", 2);
  }
}
