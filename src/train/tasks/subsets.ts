import { UserError } from "../../util/userError.js";
import type { NumpyRandomState } from "../../compute/random/numpyRandomState.js";

/** Half-open interval of input columns. */
export type ColumnRange = readonly [start: number, end: number];

/**
 * Lays out the input subsets whose sums the operation is applied to: equally large, each beginning
 * `overlap` columns before the end of the one before, all moved by an offset drawn from `random`.
 *
 * @throws {UserError} when they do not fit into the inputs
 */
export function drawSubsets(
  settings: {
    readonly inputSize: number;
    readonly numberOfSubsets: number;
    readonly subsetRatio: number;
    readonly overlapRatio: number;
  },
  random: NumpyRandomState,
): ColumnRange[] {
  const { inputSize, numberOfSubsets, subsetRatio, overlapRatio } = settings;
  const size = Math.floor(subsetRatio * inputSize);
  const overlap = Math.floor(overlapRatio * size);
  if (size < 1) {
    throw new UserError(
      `A subset of ${subsetRatio} of ${inputSize} inputs is empty. Raise the subset ratio.`,
    );
  }
  const starts = Array.from({ length: numberOfSubsets }, (_, index) => index * (size - overlap));
  const used = starts[numberOfSubsets - 1] + size;
  if (used > inputSize) {
    throw new UserError(
      `${numberOfSubsets} subsets of ${size} inputs, ${overlap} of them shared, need ${used} inputs; ` +
        `there are ${inputSize}. Take fewer or smaller subsets, or a larger overlap.`,
    );
  }
  const offset = random.randomInteger(inputSize - used + 1);
  return starts.map((start) => [start + offset, start + offset + size]);
}
