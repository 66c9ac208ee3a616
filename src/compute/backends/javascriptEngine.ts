import type { Kernel } from "../graph/kernel.js";
import {
  adam,
  adamScalars,
  type Batch,
  type Engine,
  type EnginePlan,
  type OptimizerPlan,
} from "./engine.js";
import { compileJavascriptKernel, type KernelArrays } from "./javascriptKernel.js";

/** Compiles a kernel to something that reads and writes arrays. */
export type KernelCompiler = (
  kernel: Kernel,
  scalarNames: readonly string[],
) => (arrays: KernelArrays) => void;

/**
 * Steps in plain JavaScript and double precision: slower, and close to the exact numbers.
 *
 * @param compile who computes losses and gradients; by default JavaScript, too
 */
export function createJavascriptEngine(
  plan: EnginePlan,
  compile: KernelCompiler = compileJavascriptKernel,
): Engine {
  const { scalarNames, initialParameters } = plan;
  const kernels = plan.trainingKernels.map((kernel) => compile(kernel, scalarNames));
  const evaluate = compile(plan.evaluationKernel, scalarNames);
  const parameters = initialParameters.slice();
  const gradients = new Float64Array(parameters.length);
  const results = new Float64Array(plan.resultCount);
  const batch = new Float64Array(plan.rows * plan.columns);
  const updateParameters = createOptimizer(plan.optimizer, parameters, gradients);
  const sets = { validation: plan.validation, test: plan.test };

  return {
    parameters,
    gradients,
    results,
    batch,
    run(steps, kernel, scalars) {
      const width = scalarNames.length + adamScalars.length;
      for (let step = 0; step < steps; step++) {
        const row = scalars.subarray(step * width, (step + 1) * width);
        plan.fillBatch(batch);
        gradients.fill(0);
        kernels[kernel]({ parameters, scalars: row, batch, results, gradients });
        if (plan.clipGradientNorm !== null) clipNorm(gradients, plan.clipGradientNorm);
        updateParameters(row[scalarNames.length], row[scalarNames.length + 1]);
        for (const { offset, count, low, high } of plan.clamps) {
          for (let i = offset; i < offset + count; i++) {
            if (parameters[i] < low) parameters[i] = low;
            else if (parameters[i] > high) parameters[i] = high;
          }
        }
        if (parameters.some(Number.isNaN)) return step + 1;
      }
      return steps;
    },
    meanSquaredError(name) {
      const set = sets[name];
      const { size } = plan.evaluationKernel.samples;
      const chunk = new Float64Array(size * (plan.inputs + 1));
      const sum = new Float64Array(1);
      let total = 0;
      for (let start = 0; start < set.rows; start += size) {
        copyColumns(set, start, size, chunk);
        evaluate({
          parameters,
          scalars: new Float64Array(0),
          batch: chunk,
          results: sum,
          gradients,
        });
        total += sum[0];
      }
      return total / set.rows;
    },
  };
}

/** Copies some rows of a data set, column after column: inputs, then the target. */
export function copyColumns(
  { inputs, targets, rows }: Batch,
  start: number,
  count: number,
  columns: Float32Array | Float64Array,
): void {
  const width = inputs.length / rows;
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < width; column++) {
      columns[column * count + row] = inputs[(start + row) * width + column];
    }
    columns[width * count + row] = targets[start + row];
  }
}

/** Scales gradients so that their L2 norm is at most `largest`: `torch.nn.utils.clip_grad_norm_`. */
function clipNorm(gradients: Float64Array, largest: number): void {
  const norm = Math.sqrt(gradients.reduce((sum, gradient) => sum + gradient * gradient, 0));
  const factor = largest / (norm + 1e-6);
  if (factor >= 1) return;
  for (let i = 0; i < gradients.length; i++) gradients[i] *= factor;
}

function createOptimizer(
  plan: OptimizerPlan,
  parameters: Float64Array,
  gradients: Float64Array,
): (stepSize: number, correction: number) => void {
  const count = parameters.length;
  if (plan.kind === "sgd") {
    const velocity = new Float64Array(count);
    return () => {
      for (let i = 0; i < count; i++) {
        velocity[i] = plan.momentum * velocity[i] + gradients[i];
        parameters[i] -= plan.learningRate * velocity[i];
      }
    };
  }
  // Kingma and Ba, "Adam" (2015), algorithm 1.
  const first = new Float64Array(count);
  const second = new Float64Array(count);
  return (stepSize, correction) => {
    for (let i = 0; i < count; i++) {
      const gradient = gradients[i];
      first[i] += (1 - adam.beta1) * (gradient - first[i]);
      second[i] = adam.beta2 * second[i] + (1 - adam.beta2) * gradient * gradient;
      parameters[i] -= (stepSize * first[i]) / (Math.sqrt(second[i]) / correction + adam.epsilon);
    }
  };
}
