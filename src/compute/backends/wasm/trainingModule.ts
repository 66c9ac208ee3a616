import type { Kernel } from "../../graph/kernel.js";
import { updateColumns } from "../../graph/update.js";
import type { Program } from "../program.js";
import type { DrawingModule } from "./drawing.js";
import { call, f32x4, i32, ifThen, loopUntil, returnValue, v128 } from "./instructions.js";
import { paddedRows, writeKernelFunction, type KernelMemory } from "./kernelFunction.js";
import { MemoryLayout } from "./memoryLayout.js";
import { FunctionWriter, writeModule } from "./moduleWriter.js";

/** Bytes that batches made outside of the module may take. */
const outsideBatchBytes = 1 << 20;

/** Most steps of one call. */
export const maxSteps = 1000;

/** Addresses of a training module's memory. */
export interface ModuleMemory {
  /** The update's columns, one after the other. */
  readonly columns: number;
  readonly columnBytes: number;
  readonly results: number;
  readonly evaluationResults: number;
  /** How many parameters are not a number after a step. */
  readonly broken: number;
  readonly scalars: number;
  readonly batch: number;
  readonly batchBytes: number;
  /** Batches that fit in memory one after the other. */
  readonly batchCount: number;
  /** Vectors with all bits set in lanes that are samples, by the number of samples. */
  readonly sampleMasks: ReadonlyMap<number, number>;
  /** What drawing code starts from, by name. */
  readonly drawing: ReadonlyMap<string, number> | null;
  /** Where memory for data sets can be added. */
  readonly pages: number;
}

export interface TrainingModule {
  readonly module: WebAssembly.Module;
  readonly memory: ModuleMemory;
}

/** What a training module exports. */
export interface TrainingExports {
  readonly memory: WebAssembly.Memory;
  /**
   * Makes steps with one of the program's kernels, from the scalars at the start of their memory.
   * Returns how many: it ends after a step that leaves a parameter that is not a number.
   */
  readonly [advance: `advance${number}`]: (steps: number) => number;
  /** Evaluates the rows whose columns are at an address. */
  readonly evaluate: (batch: number, scalars: number) => void;
}

/** Compiles everything that a run does at each step. */
export function compileTrainingModule(program: Program): TrainingModule {
  const layout = new MemoryLayout();
  const functions = new Map<string, FunctionWriter>();
  const define = (name: string, writer: FunctionWriter): number => {
    functions.set(name, writer);
    return functions.size - 1;
  };
  const reserve = (bytes: number) => layout.reserve(bytes);
  const reserved = layOut(program, layout);
  const sampleMasks = new Map<number, number>();
  const memoryOf = (results: number): KernelMemory => ({
    parameters: reserved.columns + updateColumns.parameters * reserved.columnBytes,
    gradients: reserved.columns + updateColumns.gradients * reserved.columnBytes,
    results,
    sampleMask(rows) {
      const mask = sampleMasks.get(rows) ?? layout.reserve(paddedRows(rows) * 4);
      sampleMasks.set(rows, mask);
      return mask;
    },
    scalarNames: program.scalars,
    reserve,
  });

  let drawBatch: number | null = null;
  const drawing = new Map<string, number>();
  if (program.drawing?.wasm) {
    const module: DrawingModule = {
      define,
      reserve,
      startsWith(name, bytes) {
        const address = layout.reserve(bytes);
        drawing.set(name, address);
        return address;
      },
      batch: reserved.batch,
    };
    drawBatch = program.drawing.wasm(module);
  }
  const update = define(
    "update",
    writeKernelFunction(program.update.kernel, memoryOf(reserved.broken)),
  );
  program.steps.forEach((kernel, index) => {
    const step = define(`step${index}`, writeKernelFunction(kernel, memoryOf(reserved.results)));
    define(`advance${index}`, writeAdvance(program, reserved, kernel, { drawBatch, step, update }));
  });
  define("evaluate", writeKernelFunction(program.evaluation, memoryOf(reserved.evaluationResults)));
  const { pages } = layout;
  const memory: ModuleMemory = {
    ...reserved,
    sampleMasks,
    drawing: drawBatch === null ? null : drawing,
    pages,
  };
  return { module: new WebAssembly.Module(writeModule(functions, pages)), memory };
}

type ReservedMemory = Omit<ModuleMemory, "sampleMasks" | "drawing" | "pages">;

function layOut(program: Program, layout: MemoryLayout): ReservedMemory {
  const { batch, update, parameterCount } = program;
  const columnBytes = paddedRows(parameterCount) * 4;
  const batchBytes = batch.columns * paddedRows(batch.rows) * 4;
  const batchCount = program.drawing?.wasm
    ? 1
    : Math.max(1, Math.min(maxSteps, Math.floor(outsideBatchBytes / batchBytes)));
  return {
    columns: layout.reserve(columnBytes * (1 + update.initial.length)),
    columnBytes,
    batch: layout.reserve(batchBytes * batchCount),
    batchBytes,
    batchCount,
    results: layout.reserve(4 * program.resultCount),
    evaluationResults: layout.reserve(4 * program.evaluation.outputs.length),
    broken: layout.reserve(4),
    scalars: layout.reserve(4 * program.scalars.length * maxSteps),
  };
}

function writeAdvance(
  program: Program,
  memory: ReservedMemory,
  kernel: Kernel,
  functions: { readonly drawBatch: number | null; readonly step: number; readonly update: number },
): FunctionWriter {
  const fn = new FunctionWriter(["i32"], ["i32"]);
  const steps = fn.parameter(0);
  const [done, scalars, batch] = ["i32", "i32", "i32"].map(() => fn.local("i32"));
  const gradients = memory.columns + updateColumns.gradients * memory.columnBytes;
  fn.emit(
    ifThen(i32.eqz(steps.get), [returnValue(i32.const(0))]),
    scalars.set(i32.const(memory.scalars)),
    batch.set(i32.const(memory.batch)),
    loopUntil(
      [
        functions.drawBatch === null ? [] : call(functions.drawBatch),
        addsGradients(kernel) ? clear(fn, gradients, memory.columnBytes) : [],
        call(functions.step, [batch.get, scalars.get]),
        call(functions.update, [i32.const(memory.columns), scalars.get]),
        done.set(i32.add(done.get, i32.const(1))),
        // The bits of a count: all clear for none.
        ifThen(i32.load(i32.const(0), memory.broken), [returnValue(done.get)]),
        scalars.set(i32.add(scalars.get, i32.const(4 * program.scalars.length))),
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

/** Whether a kernel adds to what is in the array of gradients. */
function addsGradients({ outputs }: Kernel): boolean {
  return outputs.some(({ array, adds }) => array === "gradients" && adds);
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
