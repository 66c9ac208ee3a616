import { roundHalfToEven } from "../../compute/graph/evaluateOperator.js";
import { noNumbers } from "./cell.js";
import { targetsOf, type DigitSequences } from "./digitSequences.js";
import type { DigitImages } from "./mnistFiles.js";
import { scanRows, type Scan } from "./sequenceKernels.js";

/** How well sequences of some length are summed up or multiplied. */
export interface SequenceMetrics {
  /** Mean squared error over all positions. */
  readonly mse: number;
  /** Share of outputs, of all positions or the last one, that round to the target. */
  readonly accuracy: { readonly all: number; readonly last: number };
}

/**
 * Goes through sequences position by position.
 *
 * @param said what the image network says, by image
 * @param parameters of the cell
 */
export function scanSequences(
  scan: Scan,
  sequences: DigitSequences,
  images: DigitImages,
  said: Float32Array,
  {
    parameters,
    width,
    multiplies,
  }: { readonly parameters: Float64Array; readonly width: number; readonly multiplies: boolean },
): SequenceMetrics {
  const { length, count } = sequences;
  const { initial } = scan;
  const columns = new Float64Array((scan.output + 1) * scanRows);
  const arrays = { parameters, scalars: noNumbers, results: noNumbers, gradients: noNumbers };
  let [squares, correct, correctLast] = [0, 0, 0];
  for (let start = 0; start < count; start += scanRows) {
    const rows = Math.min(scanRows, count - start);
    const targets = Array.from({ length: rows }, (_, row) =>
      targetsOf(sequences, images, start + row, multiplies),
    );
    initial.forEach((value, index) => {
      columns.fill(value, (width + index) * scanRows, (width + index + 1) * scanRows);
    });
    for (let position = 0; position < length; position++) {
      for (let row = 0; row < rows; row++) {
        const image = sequences.images[(start + row) * length + position];
        for (let k = 0; k < width; k++) columns[k * scanRows + row] = said[image * width + k];
      }
      scan.run({ ...arrays, batch: columns });
      for (let row = 0; row < rows; row++) {
        const output = Math.fround(columns[scan.output * scanRows + row]);
        const target = targets[row][position];
        squares += (output - target) * (output - target);
        const isCorrect = roundHalfToEven(output) === target;
        if (isCorrect) correct++;
        if (isCorrect && position === length - 1) correctLast++;
      }
    }
  }
  return {
    mse: squares / (count * length),
    accuracy: { all: correct / (count * length), last: correctLast / count },
  };
}
