import { UserError } from "../../util/userError.js";
import {
  adam,
  adamScalars,
  type ClampPlan,
  type EnginePlan,
} from "../../compute/backends/engine.js";
import { createEngine } from "../../compute/backends/createEngine.js";
import { evaluateExpressions, type AxisArray } from "../../compute/graph/evaluateExpression.js";
import type { LoggedDefinition } from "../modules/moduleDefinition.js";
import { TorchGenerator } from "../../compute/random/torchGenerator.js";
import type { RunSettings } from "../../experiments/settings/runSettings.js";
import { createSingleLayerTask } from "../tasks/singleLayerTask.js";
import type {
  Evaluation,
  ForwardRecord,
  LoggedArray,
  NamedArray,
  StepRecord,
  Trainer,
  TrainerOptions,
} from "./trainer.js";
import { createBatchWriter, describeDrawing } from "./trainerBatch.js";
import { drawParameters } from "./trainerParameters.js";
import { prepare } from "./trainerPreparation.js";
import { resultPlaces } from "./trainerProgram.js";
import { createSchedule } from "./trainerSchedule.js";
import { exact } from "../../util/exactMath.js";

/** Steps whose factors are computed at once. */
const blockSteps = 1000;

/**
 * Sets up one run: draws data sets and initial weights, writes out the module's formulas and compiles
 * them. Nothing is trained before {@link Trainer.advance}.
 *
 * @throws {UserError} for an unknown module and settings that do not fit together
 */
export async function createTrainer(
  settings: RunSettings,
  options: TrainerOptions = {},
): Promise<Trainer> {
  const backend = settings.precision === 64 ? "js" : (options.backend ?? "wasm");
  const task = createSingleLayerTask(settings);
  const { program, trainingKernels } = prepare(settings, task.inputSize, {
    // TensorFlow.js is fast on large arrays only.
    ...(backend === "tfjs" && { unrollLimit: 0, evaluationChunk: task.validation.rows }),
    ...(options.unrollLimit !== undefined && { unrollLimit: options.unrollLimit }),
  });
  const generator = new TorchGenerator(settings.seed, settings.precision);
  const plan: EnginePlan = {
    trainingKernels,
    evaluationKernel: program.evaluationKernel,
    initialParameters: drawParameters(program.parameters, generator),
    resultCount: program.resultCount,
    rows: settings.batchSize,
    columns: program.columns.count,
    inputs: program.columns.inputs,
    scalarNames: program.scalars,
    optimizer:
      settings.optimizer === "adam"
        ? { kind: "adam" }
        : { kind: "sgd", learningRate: settings.learningRate, momentum: settings.momentum },
    clipGradientNorm: settings.clipGradientNorm,
    clamps: program.parameters.flatMap(({ offset, count, clamp }): ClampPlan[] =>
      clamp ? [{ offset, count, low: clamp[0], high: clamp[1] }] : [],
    ),
    validation: task.validation,
    test: task.test,
    fillBatch: createBatchWriter(task, program.noises, generator),
  };
  const { engine, device } = await createEngine(
    backend,
    plan,
    describeDrawing(settings, task, program.noises.length > 0),
  );
  const schedule = createSchedule(settings);
  const round = backend === "wasm" ? Math.fround : undefined;

  let iteration = 0;
  let stopped: Trainer["stopped"] = null;
  let lastStep: StepRecord | null = null;
  /** The parameters that the last step was computed from. */
  let before: Float64Array | null = null;

  const split = (values: ArrayLike<number>): NamedArray[] =>
    program.parameters.map(({ name, shape, offset, count }) => ({
      name,
      shape,
      values: Float64Array.from({ length: count }, (_, i) => values[offset + i]),
    }));

  /** Factors of the penalties and Adam's corrections, step after step. */
  const scalarRows = (first: number, count: number): Float64Array => {
    const { scalars } = program;
    const rows = new Float64Array(count * (scalars.length + adamScalars.length));
    let place = 0;
    for (let index = first; index < first + count; index++) {
      for (const term of scalars) rows[place++] = schedule.factorAt(term, index);
      rows[place++] = settings.learningRate / (1 - exact.pow(adam.beta1, index + 1));
      rows[place++] = Math.sqrt(1 - exact.pow(adam.beta2, index + 1));
    }
    return rows;
  };

  /** Runs steps with one criterion and notes what the last one computed. */
  const runBlock = (count: number, kernel: number): number => {
    const rows = scalarRows(iteration, count);
    const width = rows.length / count;
    // The last step is made alone, from parameters that are remembered.
    let done = engine.run(count - 1, kernel, rows);
    before = null;
    if (done === count - 1 && !hasNaN(engine.parameters)) {
      before = Float64Array.from(engine.parameters);
      done += engine.run(1, kernel, rows.subarray((count - 1) * width));
    }
    iteration += done;
    lastStep = describeStep(iteration - 1);
    if (hasNaN(engine.parameters)) stopped = explainStop(iteration, split(engine.parameters));
    return done;
  };

  const describeStep = (index: number): StepRecord => {
    const { results } = engine;
    return {
      iteration: index,
      criterion: results[resultPlaces.criterion],
      regularizer: results[resultPlaces.regularizer],
      total: results[resultPlaces.total],
      penalties: new Map([...program.penalties].map(([key, place]) => [key, results[place]])),
      parameterNorm: results[resultPlaces.parameterNorm],
      beta: schedule.betaAt(index),
      rampScale: schedule.rampAt(index),
      gradients: split(engine.gradients),
    };
  };

  const logged = (
    definitions: readonly LoggedDefinition[],
    parameters: ArrayLike<number>,
    batch?: ArrayLike<number>,
  ): LoggedArray[] => {
    const leaves = { parameters, batch, rows: settings.batchSize };
    const values = evaluateExpressions(
      definitions.map(({ value }) => value),
      leaves,
      round,
    );
    return definitions.map((definition, index) => ({
      ...namedArray(definition.name, values[index]),
      namespace: [program.module.namespace, definition.namespace].filter(Boolean).join("/"),
      hasSparsityError: definition.hasSparsityError ?? false,
      hasMean: definition.hasMean ?? false,
      hasText: definition.hasText ?? false,
    }));
  };

  return {
    settings,
    backend,
    device,
    moduleName: program.module.name,
    namespace: program.module.namespace,
    get iteration() {
      return iteration;
    },
    get stopped() {
      return stopped;
    },
    get lastStep() {
      return lastStep;
    },
    get parameters() {
      return split(engine.parameters);
    },
    evaluate(): Evaluation {
      return {
        validation: engine.meanSquaredError("validation") / program.outputs,
        test: engine.meanSquaredError("test") / program.outputs,
        arrays: logged(program.logged, engine.parameters),
      };
    },
    advance(steps) {
      let done = 0;
      while (done < steps && !stopped) {
        const kernel = kernelAt(settings, iteration);
        const end =
          kernel === 0 && trainingKernels.length > 1 ? settings.pccToMseIteration : Infinity;
        done += runBlock(Math.min(steps - done, blockSteps, end - iteration), kernel);
      }
      return done;
    },
    inspectLastStep(): ForwardRecord | null {
      if (!before) return null;
      const { rows, inputs } = plan;
      const { batch } = engine;
      const columns: NamedArray = {
        name: "x",
        shape: [rows, inputs],
        values: Float64Array.from(
          { length: rows * inputs },
          (_, i) => batch[(i % inputs) * rows + Math.floor(i / inputs)],
        ),
      };
      const [output] = evaluateExpressions(
        [program.output.training],
        { parameters: before, batch, rows },
        round,
      );
      return {
        inputs: columns,
        targets: {
          name: "t",
          shape: [rows],
          values: Float64Array.from(batch.subarray(rows * inputs, rows * (inputs + 1))),
        },
        outputs: namedArray("z", output),
        arrays: logged(program.activations, before, batch),
      };
    },
    setParameters(values) {
      for (const [name, numbers] of Object.entries(values)) {
        const parameter = program.parameters.find((known) => known.name === name);
        if (!parameter || parameter.count !== numbers.length) {
          const known = program.parameters.map(({ name: other, count }) => `${other} (${count})`);
          throw new UserError(
            `${program.module.name} has no parameter ${name} of ${numbers.length} numbers. ` +
              `It has ${known.join(", ")}.`,
          );
        }
        for (let i = 0; i < parameter.count; i++) {
          engine.parameters[parameter.offset + i] = numbers[i];
        }
      }
    },
  };
}

/** Which of the training kernels an iteration takes. */
function kernelAt({ trainCriterion, pccToMseIteration }: RunSettings, iteration: number): number {
  return trainCriterion === "pcc-mse" && iteration >= pccToMseIteration ? 1 : 0;
}

function namedArray(name: string, { axes, values }: AxisArray): NamedArray {
  return { name, shape: axes.map(({ size }) => size), values };
}

function hasNaN(values: Float32Array | Float64Array): boolean {
  return values.some(Number.isNaN);
}

function explainStop(iteration: number, parameters: readonly NamedArray[]) {
  const [first] = parameters.filter(({ values }) => hasNaN(values));
  return {
    iteration,
    reason: `${first.name} is not a number after the update of iteration ${iteration - 1}.`,
  };
}
