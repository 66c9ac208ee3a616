import type { Axis, Expression } from "../../compute/graph/expression.js";
import { createKernel, type Kernel } from "../../compute/graph/kernel.js";
import {
  add,
  constant,
  mul,
  scalar,
  selectEqual,
  selectLess,
  sum,
} from "../../compute/graph/operations.js";
import { simplify } from "../../compute/graph/simplify.js";
import type { RunSettings } from "../../experiments/settings/runSettings.js";
import { rowMajor } from "../modules/parts/createLayer.js";
import { penaltyKeys, type PenaltyKey } from "../modules/parts/moduleDefinition.js";
import type { Network, NetworkLogged, NetworkPenalty } from "../networks/network.js";
import type { TaskFormulas, TrainingPhase } from "../tasks/task.js";
import { parameterNorm } from "./trainerPenalties.js";
import type { ScaledTerm } from "./trainerSchedule.js";

/** How a run's formulas are cut. */
export interface FormulaForm {
  /** See `TrainerOptions.unrollLimit`. */
  readonly unrollLimit?: number;
  /** See `ProgramForm.sumsInParts`. */
  readonly sumsInParts?: boolean;
  /** Rows that one call of the evaluation kernel covers. */
  readonly evaluationChunk?: number;
}

/** Few: their errors add up in double precision. */
export const defaultEvaluationRows = 200;

/** Places of the first results of a training kernel; the penalties follow. */
export const resultPlaces = { criterion: 0, total: 1, regularizer: 2, parameterNorm: 3 } as const;
const penaltiesStart = 4;

/** Everything about a run that does not change while it is trained. */
export interface TrainerProgram {
  readonly network: Network;
  readonly task: TaskFormulas;
  readonly parameterCount: number;
  /** Columns of the batch: inputs, targets, noise. */
  readonly columns: { readonly inputs: number; readonly targets: number; readonly count: number };
  /** Numbers that each step is given: the penalties' factors. */
  readonly scalars: readonly ScaledTerm[];
  readonly resultCount: number;
  /** Penalties and their places in the results. */
  readonly penalties: readonly (NetworkPenalty & { readonly place: number })[];
  /** One step's loss and gradients in a phase of the training. */
  trainingKernel(phase: Pick<TrainingPhase, "loss">): Kernel;
  /**
   * Sums over the rows of a chunk, in evaluation mode: the task's metrics and, where modules log
   * activations, how many of those are not numbers.
   */
  readonly evaluationKernel: Kernel;
  /** Numbers that a metric's sum over rows is divided by, beside the rows. */
  readonly outputs: number;
  /** Weights and gates that are logged. */
  readonly logged: readonly NetworkLogged[];
  /** The output for a training batch, by the formulas of training and of evaluation. */
  readonly output: { readonly training: Expression; readonly evaluation: Expression };
  /** What each layer puts out for a training batch, by the formulas of training. */
  readonly layerOutputs: readonly Expression[];
  /** Activations that are logged, for a training batch. */
  readonly activations: readonly NetworkLogged[];
}

/** Writes out a run's formulas: the network, the task's loss and the penalties. */
export function createProgram(
  task: TaskFormulas,
  networkAt: (place: { inputs: Axis; firstNoiseColumn: number }) => Network,
  settings: RunSettings,
  { unrollLimit, sumsInParts, evaluationChunk = defaultEvaluationRows }: FormulaForm = {},
): TrainerProgram {
  const { inputs } = task;
  const targetColumns = task.targets.reduce((product, { size }) => product * size, 1);
  const network = networkAt({ inputs, firstNoiseColumn: inputs.size + targetColumns });
  const inputOver = (samples: Axis): Expression => leaf([samples, inputs], 0, true);
  const targetOver = (samples: Axis): Expression =>
    leaf([samples, ...task.targets], inputs.size, false);

  const samples: Axis = { name: "sample", size: settings.batchSize };
  const pass = network.pass(inputOver(samples), samples, true);
  const { output } = pass;
  const penalties = network.penalties(pass).map((penalty, index) => ({
    ...penalty,
    place: penaltiesStart + index,
  }));
  const norm = settings.regularizerL1
    ? parameterNorm(
        pass.layers.map(({ layer }) => layer),
        settings.lpNorm,
      )
    : constant(0);
  const byKey = sumsByKey(penalties);
  const terms = [
    ...byKey.map(([key, penalty]) => mul(scalar(key), penalty)),
    ...(settings.regularizerL1 ? [mul(scalar("beta"), norm)] : []),
  ];
  const regularizer = terms.length > 0 ? sumOf(terms) : constant(0);
  const results = [regularizer, norm, ...penalties.map(({ value }) => value)];

  const chunk: Axis = { name: "sample", size: evaluationChunk };
  const evaluation = network.pass(inputOver(chunk), chunk, false);
  const evaluated = evaluation.output;
  const metrics = task.metrics.map(({ sum }) => sum(evaluated, targetOver(chunk), chunk));
  const watched = network.activations(evaluation).map(({ value }) => notNumbers(value));
  if (watched.length > 0) metrics.push(sumOf(watched));
  return {
    network,
    task,
    parameterCount: network.parameters.reduce((sum, { count }) => sum + count, 0),
    columns: {
      inputs: inputs.size,
      targets: targetColumns,
      count: network.noises.reduce(
        (sum, { columns }) => sum + columns,
        inputs.size + targetColumns,
      ),
    },
    scalars: [...byKey.map(([key]) => key), ...(settings.regularizerL1 ? (["beta"] as const) : [])],
    resultCount: penaltiesStart + penalties.length,
    penalties,
    trainingKernel({ loss }) {
      const criterion = loss(output, targetOver(samples), samples);
      const all = [criterion, add(criterion, regularizer), ...results];
      const gradientOf = resultPlaces.total;
      return createKernel(all, samples, { gradientOf, unrollLimit, sumsInParts });
    },
    evaluationKernel: createKernel(metrics, chunk, { unrollLimit, sumsInParts }),
    outputs: evaluated.axes.reduce(
      (count, { name, size }) => (name === chunk.name ? count : count * size),
      1,
    ),
    logged: unique(network.logged(pass)),
    output: {
      training: output,
      evaluation: network.pass(inputOver(samples), samples, false).output,
    },
    layerOutputs: pass.layers.map((layer) => layer.output),
    activations: network.activations(pass),
  };
}

/** How many values are not numbers; infinities are. */
function notNumbers(values: Expression): Expression {
  return sum(selectLess(values, Infinity, 0, selectEqual(values, Infinity, 0, 1)), ...values.axes);
}

/** Columns of a batch, from one on. */
function leaf(axes: readonly Axis[], offset: number, isFinite: boolean): Expression {
  return { kind: "input", axes, offset, strides: rowMajor(axes), isFinite };
}

/** The sum of all layers' penalties of each kind, in a fixed order. */
function sumsByKey(penalties: readonly NetworkPenalty[]): [PenaltyKey, Expression][] {
  return penaltyKeys.flatMap((key): [PenaltyKey, Expression][] => {
    const values = penalties.filter((penalty) => penalty.key === key).map(({ value }) => value);
    return values.length > 0 ? [[key, sumOf(values)]] : [];
  });
}

/** The sum of one or more terms. */
export function sumOf(terms: readonly Expression[]): Expression {
  const [first, ...others] = terms;
  return add(first, ...others);
}

/** The same definitions with equal parts shared, so that they are evaluated once. */
function unique(definitions: readonly NetworkLogged[]): NetworkLogged[] {
  const values = simplify(definitions.map(({ value }) => value));
  return definitions.map((definition, index) => ({ ...definition, value: values[index] }));
}
