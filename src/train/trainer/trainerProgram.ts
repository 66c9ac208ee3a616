import type { TrainCriterion } from "../../experiments/settings/training.js";
import type { Axis, Expression } from "../../compute/graph/expression.js";
import { createKernel, type Kernel } from "../../compute/graph/kernel.js";
import { add, constant, mean, mul, relu, scalar, sub } from "../../compute/graph/operations.js";
import { simplify } from "../../compute/graph/simplify.js";
import { activationLayers, linear } from "../modules/basicLayers.js";
import {
  createLayer,
  placeParameters,
  rowMajor,
  type PlacedNoise,
  type PlacedParameter,
} from "../modules/createLayer.js";
import {
  penaltyKeys,
  type Layer,
  type LoggedDefinition,
  type ModuleDefinition,
  type PenaltyKey,
} from "../modules/moduleDefinition.js";
import { sumOfSquaredErrors, trainingLoss } from "./trainerLosses.js";
import { parameterNorm } from "./trainerPenalties.js";
import type { RunSettings } from "../../experiments/settings/runSettings.js";
import type { ScaledTerm } from "./trainerSchedule.js";

/** How a run's formulas are cut. */
export interface FormulaForm {
  /** See `TrainerOptions.unrollLimit`. */
  readonly unrollLimit?: number;
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
  readonly module: ModuleDefinition;
  readonly parameters: readonly PlacedParameter[];
  readonly parameterCount: number;
  /** Columns of the batch: inputs, the target, noise. */
  readonly columns: { readonly inputs: number; readonly target: number; readonly count: number };
  readonly noises: readonly PlacedNoise[];
  /** Numbers that each step is given: the penalties' factors. */
  readonly scalars: readonly ScaledTerm[];
  readonly resultCount: number;
  /** Penalties and their places in the results. */
  readonly penalties: ReadonlyMap<PenaltyKey, number>;
  /** One step's loss and gradients, by the criterion that is trained on. */
  trainingKernel(criterion: Exclude<TrainCriterion, "pcc-mse">): Kernel;
  /** Sum of squared errors over the rows of a chunk, in evaluation mode. */
  readonly evaluationKernel: Kernel;
  /** Numbers that an error's sum is divided by: rows times this. */
  readonly outputs: number;
  /** Weights and gates that are logged. */
  readonly logged: readonly LoggedDefinition[];
  /** The output for a training batch, by the formulas of training and of evaluation. */
  readonly output: { readonly training: Expression; readonly evaluation: Expression };
  /** Activations that are logged, for a training batch. */
  readonly activations: readonly LoggedDefinition[];
}

/** Writes out a run's formulas: the module, its loss and penalties. */
export function createProgram(
  definition: ModuleDefinition,
  settings: RunSettings,
  inputSize: number,
  { unrollLimit, evaluationChunk = defaultEvaluationRows }: FormulaForm = {},
): TrainerProgram {
  // The original replaces the activation of a single layer by the identity.
  const module = activationLayers.includes(definition) ? linear : definition;
  module.check?.(settings);
  const inputs: Axis = { name: "input", size: inputSize };
  const outputs: Axis = { name: "output", size: settings.outputSize };
  const shape = { inputs, outputs, settings };
  const parameters = placeParameters(module.parameters(shape));
  const noises: PlacedNoise[] = [];
  const layerOver = (samples: Axis, training: boolean): Layer => {
    const axes = [samples, inputs];
    const x: Expression = {
      kind: "input",
      axes,
      offset: 0,
      strides: rowMajor(axes),
      isFinite: true,
    };
    const firstNoiseColumn = inputSize + 1;
    return createLayer(shape, { samples, x, training, parameters, noises, firstNoiseColumn });
  };
  const targetOver = (samples: Axis): Expression => ({
    kind: "input",
    axes: [samples],
    offset: inputSize,
    strides: [1],
    isFinite: false,
  });

  const samples: Axis = { name: "sample", size: settings.batchSize };
  const layer = layerOver(samples, true);
  const output = module.forward(layer);
  const penalties = penaltiesOf(module, layer, output);
  const norm = settings.regularizerL1 ? parameterNorm(layer, settings.lpNorm) : constant(0);
  const terms = [
    ...penalties.map(([key, penalty]) => mul(scalar(key), penalty)),
    ...(settings.regularizerL1 ? [mul(scalar("beta"), norm)] : []),
  ];
  const regularizer = terms.length > 0 ? sumOf(terms) : constant(0);
  const results = [regularizer, norm, ...penalties.map(([, penalty]) => penalty)];

  const chunk: Axis = { name: "sample", size: evaluationChunk };
  const evaluated = module.forward(layerOver(chunk, false));
  const squares = sumOfSquaredErrors(evaluated, targetOver(chunk));
  return {
    module,
    parameters,
    parameterCount: parameters.reduce((sum, { count }) => sum + count, 0),
    columns: {
      inputs: inputSize,
      target: inputSize,
      count: noises.reduce((sum, { columns }) => sum + columns, inputSize + 1),
    },
    noises,
    scalars: [
      ...penalties.map(([key]) => key),
      ...(settings.regularizerL1 ? (["beta"] as const) : []),
    ],
    resultCount: penaltiesStart + penalties.length,
    penalties: new Map(penalties.map(([key], index) => [key, penaltiesStart + index])),
    trainingKernel(criterion) {
      const loss = trainingLoss(criterion, settings.precision)(
        output,
        targetOver(samples),
        samples,
      );
      const all = [loss, add(loss, regularizer), ...results];
      return createKernel(all, samples, { gradientOf: resultPlaces.total, unrollLimit });
    },
    evaluationKernel: createKernel([squares], chunk, { unrollLimit }),
    outputs: settings.outputSize,
    logged: unique(module.logged?.(layer) ?? []),
    output: { training: output, evaluation: module.forward(layerOver(samples, false)) },
    activations: module.activations?.(layer) ?? [],
  };
}

/** The module's penalties in a fixed order. */
function penaltiesOf(
  module: ModuleDefinition,
  layer: Layer,
  output: Expression,
): [PenaltyKey, Expression][] {
  const penalties = { ...module.penalties?.(layer) };
  if (layer.settings.nacMultiplication === "max-safe") {
    const below = relu(sub(1, output));
    penalties.z = add(penalties.z ?? 0, mean(below, ...below.axes));
  }
  return penaltyKeys.flatMap((key): [PenaltyKey, Expression][] => {
    const penalty = penalties[key];
    return penalty ? [[key, penalty]] : [];
  });
}

function sumOf(terms: readonly Expression[]): Expression {
  const [first, ...others] = terms;
  return add(first, ...others);
}

/** The same definitions with equal parts shared, so that they are evaluated once. */
function unique(definitions: readonly LoggedDefinition[]): LoggedDefinition[] {
  const values = simplify(definitions.map(({ value }) => value));
  return definitions.map((definition, index) => ({ ...definition, value: values[index] }));
}
