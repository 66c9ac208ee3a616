import type { RunSettings } from "../../experiments/settings/runSettings.js";
import { UserError } from "../../util/userError.js";
import type { NumpyRandomState } from "../../compute/random/numpyRandomState.js";

/** Half-open interval of input columns. */
export type ColumnRange = readonly [start: number, end: number];

type SubsetSettings = Pick<
  RunSettings,
  "inputSize" | "numberOfSubsets" | "subsetRatio" | "overlapRatio" | "simple"
>;

/** Number of inputs. */
export function inputsOf({ simple, inputSize }: RunSettings): number {
  return simple ? 4 : inputSize;
}

/**
 * Lays out the input subsets whose sums the operation is applied to: equally large, each beginning
 * `overlap` columns before the end of the one before, all moved by an offset drawn from `random`.
 *
 * @throws {UserError} when they do not fit into the inputs
 */
export function drawSubsets(settings: SubsetSettings, random: NumpyRandomState): ColumnRange[] {
  if (settings.simple) return layOutSubsets(settings);
  const subsets = layOutSubsets(settings);
  const [, used] = subsets[subsets.length - 1];
  const offset = random.randomInteger(settings.inputSize - used + 1);
  return subsets.map(([start, end]) => [start + offset, end + offset]);
}

/**
 * The subsets as they lie before they are moved: the first begins at 0.
 *
 * @throws {UserError} when they do not fit into the inputs
 */
export function layOutSubsets(settings: SubsetSettings): ColumnRange[] {
  if (settings.simple) {
    return [
      [0, 4],
      [0, 2],
    ];
  }
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
  return starts.map((start) => [start, start + size]);
}
