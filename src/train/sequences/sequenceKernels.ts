import {
  compileJavascriptKernel,
  type KernelArrays,
} from "../../compute/backends/javascriptKernel.js";
import type { Axis, Expression } from "../../compute/graph/expression.js";
import { createKernel } from "../../compute/graph/kernel.js";
import {
  add,
  constant,
  div,
  mul,
  round,
  scalar,
  selectEqual,
  square,
  sub,
  sum,
} from "../../compute/graph/operations.js";
import type { PenaltyKey } from "../modules/parts/moduleDefinition.js";
import { sumOf } from "../trainer/trainerProgram.js";
import type { Accumulator, CellLogged, CellPenalty, Position } from "./accumulator.js";

/** What a training step computes from what the image network says of a batch. */
export interface SequenceStep {
  run(arrays: KernelArrays): void;
  /** Columns: the image network's outputs position by position, the targets, the gradients of the former. */
  readonly columns: {
    readonly targets: number;
    readonly gradients: number;
    readonly count: number;
  };
  /** Numbers that a step is given, by name. */
  readonly scalars: readonly PenaltyKey[];
  readonly penalties: readonly CellPenalty[];
  /** What logs show of the last position: of those before it, readers of logs would drop it for this. */
  readonly activations: readonly CellLogged[];
  readonly resultCount: number;
}

/** Places of a step's results. The unscaled penalties follow. */
export const stepResults = {
  criterion: 0,
  regularizer: 1,
  total: 2,
  correct: 3,
  correctLast: 4,
} as const;
const ownResults = Object.keys(stepResults).length;

/** Writes out the positions of sequences of one length, the loss, and its gradients. */
export function createSequenceStep(
  accumulator: Accumulator,
  digits: Axis,
  { rows, length }: { readonly rows: number; readonly length: number },
): SequenceStep {
  const samples: Axis = { name: "sample", size: rows };
  const targets = length * digits.size;
  const gradients = targets + length;
  const positions: Position[] = [];
  const outputs: Expression[] = [];
  let state = accumulator.initial.map((value): Expression => constant(value));
  for (let index = 0; index < length; index++) {
    const position = { digit: columns(samples, digits, index * digits.size), state };
    positions.push(position);
    const accumulated = accumulator.step(position, samples);
    outputs.push(accumulated.output);
    state = [...accumulated.state];
  }
  const wanted = outputs.map((_, index) => column(samples, targets + index));
  const criterion = div(
    sum(sumOf(outputs.map((output, index) => square(sub(output, wanted[index])))), samples),
    rows * length,
  );
  const penalties = accumulator.penalties(positions, samples);
  const keys = [...new Set(penalties.map(({ key }) => key))];
  const regularizer = sumOf([
    constant(0),
    ...penalties.map(({ key, value }) => mul(scalar(key), value)),
  ]);
  const isCorrect = outputs.map((output, index) =>
    sum(selectEqual(round(output), wanted[index], 1, 0), samples),
  );
  const results = [
    criterion,
    regularizer,
    add(criterion, regularizer),
    sumOf(isCorrect),
    isCorrect[length - 1],
    ...penalties.map(({ value }) => value),
  ];
  const kernel = createKernel(results, samples, {
    gradientOf: stepResults.total,
    columnGradients: new Map(
      Array.from({ length: targets }, (_, index) => [index, gradients + index]),
    ),
  });
  return {
    run: compileJavascriptKernel(kernel, keys, 32),
    columns: { targets, gradients, count: gradients + targets },
    scalars: keys,
    penalties,
    activations: accumulator.activations(positions[length - 1], samples),
    resultCount: ownResults + penalties.length,
  };
}

/** Rows that are scanned at once. */
export const scanRows = 64;

/** One position of many sequences: columns are the image network's outputs, the state, and the output. */
export interface Scan {
  run(arrays: KernelArrays): void;
  /** What is carried into the first position. */
  readonly initial: readonly number[];
  /** The column of the output. */
  readonly output: number;
}

export function createScan(accumulator: Accumulator, digits: Axis): Scan {
  const samples: Axis = { name: "sample", size: scanRows };
  const states = accumulator.initial.map((_, index) => column(samples, digits.size + index));
  const digit = columns(samples, digits, 0);
  const { output, state } = accumulator.step({ digit, state: states }, samples);
  const outputColumn = digits.size + states.length;
  const kernel = createKernel([], samples, {
    columns: [
      ...state.map((value, index) => ({ column: digits.size + index, value })),
      { column: outputColumn, value: output },
    ],
  });
  return {
    run: compileJavascriptKernel(kernel, [], 32),
    initial: accumulator.initial,
    output: outputColumn,
  };
}

function column(samples: Axis, offset: number): Expression {
  return { kind: "input", axes: [samples], offset, strides: [1], isFinite: false };
}

function columns(samples: Axis, digits: Axis, offset: number): Expression {
  return { kind: "input", axes: [samples, digits], offset, strides: [1, 1], isFinite: false };
}
