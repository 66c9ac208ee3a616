import type { Columns, DataSet } from "../../compute/backends/program.js";
import { NumpyRandomState } from "../../compute/random/numpyRandomState.js";
import type { RunSettings } from "../../experiments/settings/runSettings.js";
import type { NumberRange } from "../../experiments/values/numberRange.js";
import { createInputSampler, type InputSampler } from "./inputSampler.js";
import { pairwiseSum } from "./pairwiseSum.js";
import { drawSubsets, inputsOf, type ColumnRange } from "./subsets.js";
import { applyOperation, checkSubsetCount } from "./targetOperation.js";

/** Seeds of the data sets that every run shares. */
const validationSeed = 43953907;
const testSeed = 8689336;
export const evaluationRows = 10_000;

/** Rows of inputs, row after row, and one target a row. */
export interface Batch {
  readonly rows: number;
  readonly inputs: Float64Array;
  readonly targets: Float64Array;
}

/** Data sets by the batches that they show: what several runs are judged by is one object. */
const dataSets = new WeakMap<Batch, DataSet>();

/** A batch as columns: inputs, then the target. The same batch gives the same object. */
export function dataSetOf(batch: Batch): DataSet {
  const known = dataSets.get(batch) ?? columnsOf(batch);
  dataSets.set(batch, known);
  return known;
}

function columnsOf({ rows, inputs, targets }: Batch): DataSet {
  const width = inputs.length / rows;
  return {
    rows,
    copyColumns(start: number, count: number, columns: Columns): void {
      for (let row = 0; row < count; row++) {
        for (let column = 0; column < width; column++) {
          columns[column * count + row] = inputs[(start + row) * width + column];
        }
        columns[width * count + row] = targets[start + row];
      }
    },
  };
}

/** The batches that runs were judged by last, as far as they hold this many numbers. */
class BatchMemory {
  private readonly batches = new Map<string, Batch>();
  private numbers = 0;

  constructor(private readonly most: number) {}

  find(key: string, draw: () => Batch): Batch {
    const known = this.batches.get(key);
    if (known) return known;
    const batch = draw();
    this.batches.set(key, batch);
    this.numbers += sizeOf(batch);
    for (const [oldest, old] of this.batches) {
      if (this.numbers <= this.most || oldest === key) break;
      this.batches.delete(oldest);
      this.numbers -= sizeOf(old);
    }
    return batch;
  }
}

const sizeOf = ({ inputs, targets }: Batch) => inputs.length + targets.length;

/** 32 MiB of them. */
const evaluationBatches = new BatchMemory(1 << 22);

/** A function of sums of input subsets, and the numbers it is learnt from. */
export interface ArithmeticData {
  readonly subsets: readonly ColumnRange[];
  readonly validation: Batch;
  readonly test: Batch;
  /** Seed of the generator that all training batches are drawn from. */
  readonly trainingSeed: number;
  /** The next training batch; each call goes on where the last one ended. */
  nextBatch(): Batch;
}

/**
 * The data sets of a run: same numbers as the original's for the same seed. Sums and operations are
 * taken in double precision; with 32-bit precision inputs and targets are rounded afterwards.
 *
 * @throws {UserError} when subsets, range and operation do not fit together
 */
export function createArithmeticData(settings: RunSettings): ArithmeticData {
  const { operation, sampleDistribution } = settings;
  const parent = new NumpyRandomState(settings.seed);
  const inputSize = inputsOf(settings);
  const subsets = drawSubsets(settings, parent);
  checkSubsetCount(operation, subsets.length);
  const trainingSeed = parent.forkSeed();
  const training = new NumpyRandomState(trainingSeed);
  const round = settings.precision === 32 ? Math.fround : (value: number) => value;

  const draw = (sampler: InputSampler, random: NumpyRandomState, rows: number): Batch => {
    const exact = sampler(random, rows, inputSize);
    const targets = new Float64Array(rows);
    const sums = new Array<number>(subsets.length).fill(0);
    for (let row = 0; row < rows; row++) {
      const first = row * inputSize;
      for (let i = 0; i < subsets.length; i++) {
        const [start, end] = subsets[i];
        sums[i] = pairwiseSum(exact, first + start, first + end);
      }
      targets[row] = round(applyOperation(operation, sums));
    }
    for (let i = 0; i < exact.length; i++) exact[i] = round(exact[i]);
    return { rows, inputs: exact, targets };
  };
  /** Runs that differ in seed alone are judged by the same numbers. */
  const evaluationBatch = (sampler: InputSampler, seed: number, range: NumberRange): Batch => {
    const form = [operation, settings.precision, inputSize, subsets];
    const key = JSON.stringify([seed, range, sampleDistribution, form]);
    return evaluationBatches.find(key, () =>
      draw(sampler, new NumpyRandomState(seed), evaluationRows),
    );
  };
  const { interpolationRange, extrapolationRange } = settings;
  const interpolation = createInputSampler(interpolationRange, sampleDistribution, false);
  const extrapolation = createInputSampler(extrapolationRange, sampleDistribution, true);
  return {
    subsets,
    validation: evaluationBatch(interpolation, validationSeed, interpolationRange),
    test: evaluationBatch(extrapolation, testSeed, extrapolationRange),
    trainingSeed,
    nextBatch: () => draw(interpolation, training, settings.batchSize),
  };
}
