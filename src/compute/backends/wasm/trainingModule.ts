import type { Kernel } from "../../graph/kernel.js";
import { adamScalars, type EnginePlan } from "../engine.js";
import {
  exactBytes,
  writeBatchFunction,
  type BatchMemory,
  type BatchPlan,
} from "./batchFunction.js";
import { call, f32x4, i32, ifThen, loopUntil, returnValue, v128 } from "./instructions.js";
import { paddedRows, writeKernelFunction, type KernelMemory } from "./kernelFunction.js";
import { MemoryLayout } from "./memoryLayout.js";
import {
  twisterBytes,
  writeFillUniform,
  writeNextWord,
  writeTwist,
  type TwisterMemory,
} from "./mersenneTwisterFunctions.js";
import { FunctionWriter, writeModule } from "./moduleWriter.js";
import { writeUpdateFunction, type UpdateMemory } from "./updateFunction.js";

/** Bytes that batches made outside of the module may take. */
const outsideBatchBytes = 1 << 20;

/** What a training module is made from: nothing that differs between the seeds of an experiment. */
export type ModulePlan = Pick<
  EnginePlan,
  | "trainingKernels"
  | "evaluationKernel"
  | "resultCount"
  | "rows"
  | "columns"
  | "inputs"
  | "scalarNames"
  | "optimizer"
  | "clipGradientNorm"
  | "clamps"
> & {
  readonly parameterCount: number;
  /** Most steps of one call. */
  readonly maxSteps: number;
  readonly evaluationRows: number;
  /** How batches are drawn in the module; null: they are put into its memory. */
  readonly batches: BatchPlan | null;
};

/** Addresses of a training module's memory. */
export interface ModuleMemory {
  readonly update: UpdateMemory;
  readonly results: number;
  readonly scalars: number;
  readonly sampleMask: number;
  readonly batch: number;
  readonly batchBytes: number;
  /** Batches that fit in memory one after the other. */
  readonly batchCount: number;
  readonly evaluation: { readonly validation: number; readonly test: number };
  readonly twister: TwisterMemory;
  readonly drawing: BatchMemory | null;
}

export interface TrainingModule {
  readonly module: WebAssembly.Module;
  readonly memory: ModuleMemory;
}

/** What a training module exports. */
export interface TrainingExports {
  readonly memory: WebAssembly.Memory;
  /**
   * Makes steps with one of the training kernels, from the scalars at the start of their memory.
   * Returns how many: it ends after a step that leaves a parameter that is not a number.
   */
  readonly [advance: `advance${number}`]: (steps: number) => number;
  /** Puts the sum of squared errors of the rows at an address into result 0. */
  readonly evaluate: (batch: number, scalars: number) => void;
}

/** Compiles everything that a run does at each step. */
export function compileTrainingModule(plan: ModulePlan): TrainingModule {
  const layout = new MemoryLayout();
  const memory = layOut(plan, layout);
  const functions = new Map<string, FunctionWriter>();
  const define = (name: string, writer: FunctionWriter): number => {
    functions.set(name, writer);
    return functions.size - 1;
  };
  const kernelMemory: KernelMemory = {
    ...memory.update,
    results: memory.results,
    sampleMask: memory.sampleMask,
    scalarNames: plan.scalarNames,
    reserve: (bytes) => layout.reserve(bytes),
  };
  let drawBatch: number | null = null;
  if (plan.batches && memory.drawing) {
    const twist = call(define("twist", writeTwist(memory.twister)));
    const nextWord = define("nextWord", writeNextWord(memory.twister, twist));
    const fillUniform = define(
      "fillUniform",
      writeFillUniform(memory.twister, twist, call(nextWord)),
    );
    drawBatch = define(
      "drawBatch",
      writeBatchFunction(plan.batches, memory.drawing, { fillUniform, nextWord }),
    );
  }
  const update = define("update", writeUpdateFunction(plan, memory.update));
  plan.trainingKernels.forEach((kernel, index) => {
    const step = define(`step${index}`, writeKernelFunction(kernel, kernelMemory));
    const advance = writeAdvance(plan, memory, kernel, { drawBatch, step, update });
    define(`advance${index}`, advance);
  });
  define("evaluate", writeKernelFunction(plan.evaluationKernel, kernelMemory));
  const bytes = writeModule(functions, layout.pages);
  return { module: new WebAssembly.Module(bytes), memory };
}

function layOut(plan: ModulePlan, layout: MemoryLayout): ModuleMemory {
  const bytes = Math.ceil(plan.parameterCount / 4) * 16;
  const update: UpdateMemory = {
    bytes,
    parameters: layout.reserve(bytes),
    gradients: layout.reserve(bytes),
    firstMoments: layout.reserve(bytes),
    secondMoments: layout.reserve(bytes),
    bounds:
      plan.clamps.length > 0 ? { low: layout.reserve(bytes), high: layout.reserve(bytes) } : null,
    adamScalars: 4 * plan.scalarNames.length,
  };
  const batchBytes = plan.columns * paddedRows(plan.rows) * 4;
  const batchCount = plan.batches
    ? 1
    : Math.max(1, Math.min(plan.maxSteps, Math.floor(outsideBatchBytes / batchBytes)));
  const batch = layout.reserve(batchBytes * batchCount);
  const sampleRows = Math.max(plan.rows, plan.evaluationKernel.samples.size);
  const evaluationBytes = (plan.inputs + 1) * plan.evaluationRows * 4;
  return {
    update,
    results: layout.reserve(4 * plan.resultCount),
    scalars: layout.reserve(scalarBytes(plan) * plan.maxSteps),
    sampleMask: layout.reserve(paddedRows(sampleRows) * 4),
    batch,
    batchBytes,
    batchCount,
    evaluation: {
      validation: layout.reserve(evaluationBytes),
      test: layout.reserve(evaluationBytes),
    },
    twister: {
      state: layout.reserve(twisterBytes + 16),
      words: layout.reserve(twisterBytes),
      position: layout.reserve(4),
    },
    drawing: plan.batches && {
      intervals: layout.reserve(32),
      firstColumn: layout.reserve(4),
      exact: [layout.reserve(exactBytes(plan.batches)), layout.reserve(exactBytes(plan.batches))],
      batch,
    },
  };
}

/** Bytes of one step's scalars. */
export function scalarBytes({ scalarNames }: Pick<ModulePlan, "scalarNames">): number {
  return 4 * (scalarNames.length + adamScalars.length);
}

function writeAdvance(
  plan: ModulePlan,
  memory: ModuleMemory,
  kernel: Kernel,
  functions: { readonly drawBatch: number | null; readonly step: number; readonly update: number },
): FunctionWriter {
  const fn = new FunctionWriter(["i32"], ["i32"]);
  const steps = fn.parameter(0);
  const [done, scalars, batch] = ["i32", "i32", "i32"].map(() => fn.local("i32"));
  const addsGradients = kernel.statements.some(function adds(statement): boolean {
    if (statement.kind === "loop") return statement.body.some(adds);
    return statement.kind === "write" && statement.output.adds;
  });
  fn.emit(
    ifThen(i32.eqz(steps.get), [returnValue(i32.const(0))]),
    scalars.set(i32.const(memory.scalars)),
    batch.set(i32.const(memory.batch)),
    loopUntil(
      [
        functions.drawBatch === null ? [] : call(functions.drawBatch),
        addsGradients ? clear(fn, memory.update.gradients, memory.update.bytes) : [],
        call(functions.step, [batch.get, scalars.get]),
        done.set(i32.add(done.get, i32.const(1))),
        ifThen(call(functions.update, [scalars.get]), [returnValue(done.get)]),
        scalars.set(i32.add(scalars.get, i32.const(scalarBytes(plan)))),
        functions.drawBatch === null
          ? batch.set(i32.add(batch.get, i32.const(memory.batchBytes)))
          : [],
      ],
      i32.geU(done.get, steps.get),
    ),
    done.get,
  );
  return fn;
}

function clear(fn: FunctionWriter, address: number, bytes: number) {
  const at = fn.local("i32");
  return [
    at.set(i32.const(0)),
    loopUntil(
      [v128.store(at.get, f32x4.const(0), address), at.set(i32.add(at.get, i32.const(16)))],
      i32.geU(at.get, i32.const(bytes)),
    ),
  ];
}
