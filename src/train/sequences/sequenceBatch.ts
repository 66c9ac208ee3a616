import type { KernelArrays } from "../../compute/backends/javascriptKernel.js";
import { evaluateExpressions } from "../../compute/graph/evaluateExpression.js";
import type { CellLogged } from "./accumulator.js";
import { stepResults, type SequenceStep } from "./sequenceKernels.js";

/** Something that logs show of a cell, with its values. */
export interface LoggedValues extends CellLogged {
  readonly values: Float64Array;
  readonly shape: readonly number[];
}

/** What one batch gave. */
export interface SequenceRecord {
  readonly step: number;
  readonly criterion: number;
  readonly regularizer: number;
  readonly total: number;
  readonly accuracy: { readonly all: number; readonly last: number };
  readonly penalties: readonly {
    readonly key: string;
    readonly tag: string;
    readonly value: number;
  }[];
  /** The image network's first output of each sequence, and the target there. */
  readonly first: Float64Array;
  /** Gates and their like before the update, where they were asked for. */
  readonly activations: readonly LoggedValues[];
}

/** Values of what logs show, in single precision. */
export function valuesOf(
  definitions: readonly CellLogged[],
  leaves: {
    readonly parameters: Float64Array;
    readonly batch?: Float64Array;
    readonly rows?: number;
  },
): LoggedValues[] {
  const evaluated = evaluateExpressions(
    definitions.map(({ value }) => value),
    leaves,
    Math.fround,
  );
  return definitions.map((definition, index) => ({
    ...definition,
    values: evaluated[index].values,
    shape: evaluated[index].axes.map(({ size }) => size),
  }));
}

/** Sequences of a batch, as the image network and the cell see them. */
export interface SequenceBatch {
  readonly rows: number;
  readonly length: number;
  /** Outputs of the image network for each image. */
  readonly width: number;
}

/**
 * The columns that a step reads, from what the image network says of a batch.
 *
 * @param said sequence after sequence
 * @param targets of each sequence, position by position
 */
export function columnsOf(
  { columns }: SequenceStep,
  { rows, length, width }: SequenceBatch,
  said: Float32Array,
  targets: readonly Float32Array[],
): Float64Array {
  const values = new Float64Array(rows * columns.count);
  for (let row = 0; row < rows; row++) {
    for (let place = 0; place < length * width; place++) {
      values[place * rows + row] = said[row * length * width + place];
    }
    targets[row].forEach((target, position) => {
      values[(columns.targets + position) * rows + row] = target;
    });
  }
  return values;
}

/** The gradients of what the image network says, which a step wrote into its columns. */
export function outputGradientsOf(
  { columns }: SequenceStep,
  { rows, length, width }: SequenceBatch,
  values: Float64Array,
): Float32Array {
  const gradients = new Float32Array(rows * length * width);
  for (let row = 0; row < rows; row++) {
    for (let place = 0; place < length * width; place++) {
      gradients[row * length * width + place] = values[(columns.gradients + place) * rows + row];
    }
  }
  return gradients;
}

/** What a step's results say. */
export function recordOf(
  { penalties }: SequenceStep,
  { rows, length }: SequenceBatch,
  results: KernelArrays["results"],
): Omit<SequenceRecord, "step" | "first" | "activations"> {
  const named = Object.keys(stepResults).length;
  return {
    criterion: results[stepResults.criterion],
    regularizer: results[stepResults.regularizer],
    total: results[stepResults.total],
    accuracy: {
      all: results[stepResults.correct] / (rows * length),
      last: results[stepResults.correctLast] / rows,
    },
    penalties: penalties.map(({ key, tag }, index) => ({
      key,
      tag,
      value: results[named + index],
    })),
  };
}
