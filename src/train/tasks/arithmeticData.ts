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

/** Inputs that runs are judged by, whatever is made of them. */
interface EvaluationInputs {
  /** As they were drawn: sums are taken of these. */
  readonly exact: Float64Array;
  readonly rounded: Float64Array;
  /** By operation and subsets: those lie elsewhere for other seeds. */
  readonly batches: Map<string, Batch>;
}

/** The inputs that runs were judged by last, as far as they hold this many numbers. */
class InputMemory {
  private readonly known = new Map<string, EvaluationInputs>();
  private numbers = 0;

  constructor(private readonly most: number) {}

  find(key: string, draw: () => Omit<EvaluationInputs, "batches">): EvaluationInputs {
    const known = this.known.get(key);
    if (known) return known;
    const inputs = { ...draw(), batches: new Map<string, Batch>() };
    this.known.set(key, inputs);
    this.numbers += sizeOf(inputs);
    for (const [oldest, old] of this.known) {
      if (this.numbers <= this.most || oldest === key) break;
      this.known.delete(oldest);
      this.numbers -= sizeOf(old);
    }
    return inputs;
  }
}

const sizeOf = ({ exact, rounded }: EvaluationInputs) => exact.length + rounded.length;

/** 64 MiB of them. */
const evaluationInputs = new InputMemory(1 << 23);

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

  const targetsOf = (exact: Float64Array, rows: number): Float64Array => {
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
    return targets;
  };
  const draw = (sampler: InputSampler, random: NumpyRandomState, rows: number): Batch => {
    const inputs = sampler(random, rows, inputSize);
    const targets = targetsOf(inputs, rows);
    for (let i = 0; i < inputs.length; i++) inputs[i] = round(inputs[i]);
    return { rows, inputs, targets };
  };
  /** Runs that differ in seed alone are judged by the same inputs, and mostly by the same numbers. */
  const evaluationBatch = (sampler: InputSampler, seed: number, range: NumberRange): Batch => {
    const key = JSON.stringify([seed, range, sampleDistribution, settings.precision, inputSize]);
    const { exact, rounded, batches } = evaluationInputs.find(key, () => {
      const drawn = sampler(new NumpyRandomState(seed), evaluationRows, inputSize);
      return { exact: drawn, rounded: settings.precision === 32 ? drawn.map(round) : drawn };
    });
    const ofSubsets = JSON.stringify([operation, subsets]);
    const known = batches.get(ofSubsets);
    if (known) return known;
    const targets = targetsOf(exact, evaluationRows);
    const batch = { rows: evaluationRows, inputs: rounded, targets };
    batches.set(ofSubsets, batch);
    return batch;
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
