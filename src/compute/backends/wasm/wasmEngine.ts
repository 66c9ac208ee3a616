import { adamScalars, type Batch, type Engine, type EnginePlan } from "../engine.js";
import { copyColumns } from "../javascriptEngine.js";
import { paddedRows } from "./kernelFunction.js";
import type { BatchPlan } from "./batchFunction.js";
import {
  compileTrainingModule,
  type TrainingExports,
  type TrainingModule,
} from "./trainingModule.js";

/** What differs between the runs of a module that draws batches itself. */
export interface DrawingStart {
  readonly plan: BatchPlan;
  /** Low and high of each interval. */
  readonly intervals: readonly (readonly [low: number, high: number])[];
  /** First column of the first subset. */
  readonly firstColumn: number;
  readonly generator: { readonly words: Uint32Array; readonly position: number };
}

/** Most steps of one call. */
const maxSteps = 1000;

/**
 * Single precision arithmetic in WebAssembly, four samples at a time. Whole blocks of steps run inside.
 *
 * @param drawing how batches are drawn inside the module; null: `plan.fillBatch` makes them
 */
export function createWasmEngine(plan: EnginePlan, drawing: DrawingStart | null): Engine {
  const compiled = compiledModule(plan, drawing && drawing.plan);
  const { memory } = compiled;
  const instance = new WebAssembly.Instance(compiled.module);
  const exports = instance.exports as unknown as TrainingExports;
  const { buffer } = exports.memory;
  const floats = (address: number, count: number) => new Float32Array(buffer, address, count);
  initialise(buffer, plan, compiled, drawing);

  const stride = paddedRows(plan.rows);
  const width = plan.scalarNames.length + adamScalars.length;
  const scalars = floats(memory.scalars, width * maxSteps);
  const parameters = floats(memory.update.parameters, plan.initialParameters.length);
  const results = floats(memory.results, plan.resultCount);
  const batchOf = (index: number) =>
    floats(memory.batch + index * memory.batchBytes, plan.columns * stride);
  let lastBatch = batchOf(0);

  return {
    parameters,
    gradients: floats(memory.update.gradients, plan.initialParameters.length),
    results,
    get batch() {
      return stride === plan.rows ? lastBatch : withoutPadding(lastBatch, plan.rows, stride);
    },
    run(steps, kernel, rows) {
      const advance = exports[`advance${kernel}`];
      let done = 0;
      while (done < steps) {
        const count = Math.min(steps - done, maxSteps, drawing ? Infinity : memory.batchCount);
        if (!drawing) {
          for (let i = 0; i < count; i++) fillPadded(plan, batchOf(i), stride);
        }
        scalars.set(rows.subarray(done * width, (done + count) * width));
        const made = advance(count);
        done += made;
        if (!drawing) lastBatch = batchOf(made - 1);
        if (made < count) break;
      }
      return done;
    },
    meanSquaredError(set) {
      const rows = plan.evaluationKernel.samples.size;
      const chunkBytes = (plan.inputs + 1) * rows * 4;
      // Kernels take for granted that parameters are numbers.
      if (parameters.some(Number.isNaN)) return NaN;
      let sum = 0;
      for (let start = 0; start < plan[set].rows; start += rows) {
        exports.evaluate(memory.evaluation[set] + (start / rows) * chunkBytes, memory.scalars);
        sum += results[0];
      }
      return sum / plan[set].rows;
    },
  };
}

/** Compiled modules by the kernels that they are made of: runs that share kernels share code. */
const compiledModules = new WeakMap<object, Map<string, TrainingModule>>();

function compiledModule(plan: EnginePlan, batches: BatchPlan | null): TrainingModule {
  const known = compiledModules.get(plan.trainingKernels) ?? new Map<string, TrainingModule>();
  compiledModules.set(plan.trainingKernels, known);
  const { optimizer, clipGradientNorm, clamps } = plan;
  const key = JSON.stringify({ batches, optimizer, clipGradientNorm, clamps });
  const compiled =
    known.get(key) ??
    compileTrainingModule({
      ...plan,
      parameterCount: plan.initialParameters.length,
      maxSteps,
      evaluationRows: plan.validation.rows,
      batches,
    });
  known.set(key, compiled);
  return compiled;
}

function initialise(
  buffer: ArrayBuffer,
  plan: EnginePlan,
  { memory }: TrainingModule,
  drawing: DrawingStart | null,
): void {
  const floats = (address: number, count: number) => new Float32Array(buffer, address, count);
  const { update } = memory;
  floats(update.parameters, plan.initialParameters.length).set(plan.initialParameters);
  if (update.bounds) {
    const low = floats(update.bounds.low, update.bytes / 4).fill(-Infinity);
    const high = floats(update.bounds.high, update.bytes / 4).fill(Infinity);
    for (const clamp of plan.clamps) {
      low.fill(clamp.low, clamp.offset, clamp.offset + clamp.count);
      high.fill(clamp.high, clamp.offset, clamp.offset + clamp.count);
    }
  }
  new Int32Array(buffer, memory.sampleMask, plan.rows).fill(-1);
  const chunk = plan.evaluationKernel.samples.size;
  for (const set of ["validation", "test"] as const) {
    copyChunks(
      plan[set],
      chunk,
      floats(memory.evaluation[set], plan[set].rows * (plan.inputs + 1)),
    );
  }
  if (drawing && memory.drawing) {
    new Uint32Array(buffer, memory.twister.state, 624).set(drawing.generator.words);
    // The words of the current block are tempered anew when the next block is needed.
    new Int32Array(buffer, memory.twister.position, 1)[0] = drawing.generator.position;
    const intervals = drawing.intervals.flatMap(([low, high]) => [low, high - low]);
    new Float64Array(buffer, memory.drawing.intervals, intervals.length).set(intervals);
    new Int32Array(buffer, memory.drawing.firstColumn, 1)[0] = 8 * drawing.firstColumn;
  }
}

function copyChunks(set: Batch, chunk: number, target: Float32Array): void {
  const size = target.length / (set.rows / chunk);
  for (let start = 0; start < set.rows; start += chunk) {
    const offset = (start / chunk) * size;
    copyColumns(set, start, chunk, target.subarray(offset, offset + size));
  }
}

/** Columns are padded to whole vectors. */
function fillPadded(plan: EnginePlan, target: Float32Array, stride: number): void {
  if (stride === plan.rows) return plan.fillBatch(target);
  const columns = new Float32Array(plan.rows * plan.columns);
  plan.fillBatch(columns);
  for (let column = 0; column < plan.columns; column++) {
    const values = columns.subarray(column * plan.rows, (column + 1) * plan.rows);
    target.set(values, column * stride);
  }
}

function withoutPadding(batch: Float32Array, rows: number, stride: number): Float32Array {
  const columns = batch.length / stride;
  return Float32Array.from(
    { length: columns * rows },
    (_, index) => batch[Math.floor(index / rows) * stride + (index % rows)],
  );
}
