import type { Columns, DataSet } from "../../compute/backends/program.js";
import { NumpyRandomState } from "../../compute/random/numpyRandomState.js";
import type { RunSettings } from "../../experiments/settings/runSettings.js";
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

/** A batch as columns: inputs, then the target. */
export function dataSetOf({ rows, inputs, targets }: Batch): DataSet {
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
  const interpolation = createInputSampler(settings.interpolationRange, sampleDistribution, false);
  const extrapolation = createInputSampler(settings.extrapolationRange, sampleDistribution, true);
  return {
    subsets,
    validation: draw(interpolation, new NumpyRandomState(validationSeed), evaluationRows),
    test: draw(extrapolation, new NumpyRandomState(testSeed), evaluationRows),
    trainingSeed,
    nextBatch: () => draw(interpolation, training, settings.batchSize),
  };
}
