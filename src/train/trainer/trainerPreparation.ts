import type { Program, ProgramForm } from "../../compute/backends/program.js";
import { adam, gradientDescent, type Optimizer } from "../../compute/graph/optimizers.js";
import { createUpdate, type Bound } from "../../compute/graph/update.js";
import type { RunSettings } from "../../experiments/settings/runSettings.js";
import type { ModuleDefinition } from "../modules/parts/moduleDefinition.js";
import type { TaskDefinition, TaskFormulas } from "../tasks/task.js";
import { createProgram, defaultEvaluationRows, type TrainerProgram } from "./trainerProgram.js";

/** What runs that differ in seed and range share. */
export interface Preparation {
  readonly formulas: TrainerProgram;
  readonly optimizer: Optimizer;
  /** What a backend computes; one of its steps for each phase of the training. */
  readonly program: Program;
}

/** How many preparations are kept: a worker trains one experiment after the other. */
const keptPreparations = 8;
const preparations = new Map<
  string,
  Preparation & { readonly definitions: readonly ModuleDefinition[] }
>();

/**
 * Writes out and schedules the formulas of a run, or returns those of an earlier run of the same form.
 *
 * @throws {UserError} for an unknown module and settings that task and modules cannot run with
 */
export function prepare(
  settings: RunSettings,
  task: TaskDefinition,
  { unrollLimit, sumsInParts, evaluationRows = defaultEvaluationRows }: ProgramForm,
): Preparation {
  const definitions = task.network.modules(settings);
  const taskFormulas = task.formulas(settings);
  const { sets, drawing } = taskFormulas;
  const evaluationChunk = rowsAtOnce(
    sets.map(({ rows }) => rows),
    evaluationRows,
  );
  const form = { unrollLimit, sumsInParts, evaluationChunk };
  const key = JSON.stringify([formOf(settings), taskFormulas.inputs, form, drawing?.key]);
  const known = preparations.get(key);
  if (known?.definitions.every((definition, index) => definition === definitions[index])) {
    return known;
  }
  const formulas = createProgram(
    taskFormulas,
    (place) => task.network.create(settings, place),
    settings,
    form,
  );
  const preparation = { definitions, ...programOf(formulas, settings, taskFormulas) };
  preparations.set(key, preparation);
  if (preparations.size > keptPreparations) {
    const [oldest] = preparations.keys();
    preparations.delete(oldest);
  }
  return preparation;
}

function programOf(
  formulas: TrainerProgram,
  settings: RunSettings,
  { phases, drawing }: TaskFormulas,
): Preparation {
  const optimizer =
    settings.optimizer === "adam"
      ? adam(settings.learningRate)
      : gradientDescent(settings.learningRate, settings.momentum);
  const { parameters, noises } = formulas.network;
  const bounds = parameters.flatMap(({ offset, count, clamp }): Bound[] =>
    clamp ? [{ offset, count, low: clamp[0], high: clamp[1] }] : [],
  );
  const program: Program = {
    steps: phases.map((phase) => formulas.trainingKernel(phase)),
    evaluation: formulas.evaluationKernel,
    update: createUpdate(formulas.parameterCount, {
      optimizer,
      clipNorm: settings.clipGradientNorm,
      bounds,
    }),
    parameterCount: formulas.parameterCount,
    resultCount: formulas.resultCount,
    batch: { rows: settings.batchSize, columns: formulas.columns.count },
    setColumns: formulas.columns.inputs + formulas.columns.targets,
    scalars: [...formulas.scalars, ...optimizer.scalars.map(({ name }) => name)],
    // Noise is drawn from a generator of its own, outside of compiled code.
    ...(drawing && noises.length === 0 && { drawing }),
  };
  return { formulas, optimizer, program };
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
