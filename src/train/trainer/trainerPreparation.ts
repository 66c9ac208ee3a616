import type { Program, ProgramForm } from "../../compute/backends/program.js";
import { adam, gradientDescent, type Optimizer } from "../../compute/graph/optimizers.js";
import { createUpdate, type Bound } from "../../compute/graph/update.js";
import type { RunSettings } from "../../experiments/settings/runSettings.js";
import type { ModuleDefinition } from "../modules/moduleDefinition.js";
import { findModule } from "../modules/moduleRegistry.js";
import type { SingleLayerTask } from "../tasks/singleLayerTask.js";
import { drawingOf, planDrawing } from "../tasks/uniformDrawing.js";
import { createProgram, defaultEvaluationRows, type TrainerProgram } from "./trainerProgram.js";

/** What runs that differ in seed and range share. */
export interface Preparation {
  readonly formulas: TrainerProgram;
  readonly optimizer: Optimizer;
  /** What a backend computes; one of its steps for each criterion that a run goes through. */
  readonly program: Program;
}

/** How many preparations are kept: a worker trains one experiment after the other. */
const keptPreparations = 8;
const preparations = new Map<string, Preparation & { readonly definition: ModuleDefinition }>();

/**
 * Writes out and schedules the formulas of a run, or returns those of an earlier run of the same form.
 *
 * @throws {UserError} for an unknown module and settings that it cannot run with
 */
export function prepare(
  settings: RunSettings,
  task: SingleLayerTask,
  { unrollLimit, evaluationRows = defaultEvaluationRows }: ProgramForm,
): Preparation {
  const definition = findModule(settings.layerType);
  const evaluationChunk = rowsAtOnce([task.validation.rows, task.test.rows], evaluationRows);
  const drawing = planDrawing(settings, task);
  const form = { unrollLimit, evaluationChunk };
  const key = JSON.stringify([formOf(settings), task.inputSize, form, drawing]);
  const known = preparations.get(key);
  if (known?.definition === definition) return known;
  const formulas = createProgram(definition, settings, task.inputSize, form);
  const optimizer =
    settings.optimizer === "adam"
      ? adam(settings.learningRate)
      : gradientDescent(settings.learningRate, settings.momentum);
  const { trainCriterion, clipGradientNorm: clipNorm } = settings;
  const criteria = trainCriterion === "pcc-mse" ? (["pcc", "mse"] as const) : [trainCriterion];
  const bounds = formulas.parameters.flatMap(({ offset, count, clamp }): Bound[] =>
    clamp ? [{ offset, count, low: clamp[0], high: clamp[1] }] : [],
  );
  const program: Program = {
    steps: criteria.map((criterion) => formulas.trainingKernel(criterion)),
    evaluation: formulas.evaluationKernel,
    update: createUpdate(formulas.parameterCount, { optimizer, clipNorm, bounds }),
    parameterCount: formulas.parameterCount,
    resultCount: formulas.resultCount,
    batch: { rows: settings.batchSize, columns: formulas.columns.count },
    setColumns: formulas.columns.inputs + 1,
    scalars: [...formulas.scalars, ...optimizer.scalars.map(({ name }) => name)],
    // Noise is drawn from a generator of its own, outside of compiled code.
    ...(drawing && formulas.noises.length === 0 && { drawing: drawingOf(drawing) }),
  };
  const preparation = { definition, formulas, optimizer, program };
  preparations.set(key, preparation);
  if (preparations.size > keptPreparations) {
    const [oldest] = preparations.keys();
    preparations.delete(oldest);
  }
  return preparation;
}

/** The largest number of rows, up to some, that all sets can be cut into. */
function rowsAtOnce(sets: readonly number[], most: number): number {
  const smallest = Math.min(...sets, most);
  for (let rows = smallest; rows > 1; rows--)
    if (sets.every((all) => all % rows === 0)) return rows;
  return 1;
}

/** The settings without those that only choose numbers: seed and ranges, and what is logged. */
function formOf(settings: RunSettings): Partial<RunSettings> {
  return {
    ...settings,
    seed: undefined,
    interpolationRange: undefined,
    extrapolationRange: undefined,
    sampleDistribution: undefined,
    maxIterations: undefined,
    logInterval: undefined,
    verbose: undefined,
    logEveryIteration: undefined,
  };
}
