import type { Kernel } from "../../graph/kernel.js";
import { updateColumns } from "../../graph/update.js";
import type { Program } from "../program.js";
import { writeAdvance, writeNext } from "./advanceFunction.js";
import type { WasmDrawing } from "./drawing.js";
import { paddedRows, writeKernelFunction, type KernelMemory } from "./kernelFunction.js";
import { MemoryLayout, type ModuleMemory } from "./memoryLayout.js";
import { type FunctionWriter, writeModule } from "./moduleWriter.js";

/** Bytes that batches made outside of the module may take. */
const outsideBatchBytes = 1 << 20;

/** Most steps of one call. */
export const maxSteps = 1000;

export interface TrainingModule {
  readonly module: WebAssembly.Module;
  /** Of each program. */
  readonly memories: readonly ModuleMemory[];
  /** Vectors with all bits set in lanes that are samples, by the number of samples. */
  readonly sampleMasks: ReadonlyMap<number, number>;
  /** What drawing code starts from, by name. */
  readonly drawing: ReadonlyMap<string, number> | null;
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

/** What a module of several runs exports, beside its memory: the functions of program i are `i.name`. */
export interface SharedExports {
  readonly memory: WebAssembly.Memory;
  readonly drawBatch: () => void;
  /** Makes a step on the batch that was drawn last, from the scalars at an address. 0: it may go on. */
  readonly [next: `${number}.next`]: (scalars: number) => number;
  readonly [evaluate: `${number}.evaluate`]: TrainingExports["evaluate"];
}

/** Compiles everything that a run does at each step. */
export function compileTrainingModule(program: Program): TrainingModule {
  const parts = new ModuleParts();
  const { memory, steps, update } = parts.place(program, "");
  const drawBatch = program.drawing?.wasm ? parts.draw(program.drawing.wasm, memory.batch) : null;
  program.steps.forEach((kernel, index) => {
    const functions = { drawBatch, step: steps[index], update };
    parts.define(`advance${index}`, writeAdvance(program, memory, kernel, functions));
  });
  return parts.compile([memory]);
}

/**
 * Compiles what several runs do, each by a program of its own, that learn from the same batches: those that
 * the first one's code draws.
 */
export function compileSharedModule(programs: readonly Program[]): TrainingModule {
  const parts = new ModuleParts();
  let batch: number | undefined;
  const memories = programs.map((program, index) => {
    const { memory, steps, update } = parts.place(program, `${index}.`, batch);
    batch = memory.batch;
    const [step] = steps;
    parts.define(`${index}.next`, writeNext(memory, program.steps[0], { step, update }));
    return memory;
  });
  parts.draw(programs[0].drawing!.wasm!, batch!);
  return parts.compile(memories);
}

/** The functions and the memory of a module in the making. */
class ModuleParts {
  private readonly layout = new MemoryLayout();
  private readonly functions = new Map<string, FunctionWriter>();
  private readonly sampleMasks = new Map<number, number>();
  private drawing: Map<string, number> | null = null;

  /** @returns its index */
  define(name: string, writer: FunctionWriter): number {
    this.functions.set(name, writer);
    return this.functions.size - 1;
  }

  /** Adds what a program computes. @param batch where its batches are, if they are there already */
  place(program: Program, prefix: string, batch?: number) {
    const memory = layOut(program, this.layout, batch);
    const kernel = (name: string, of: Kernel, results: number): number =>
      this.define(prefix + name, writeKernelFunction(of, this.memoryOf(program, memory, results)));
    const update = kernel("update", program.update.kernel, memory.broken);
    const steps = program.steps.map((step, index) => kernel(`step${index}`, step, memory.results));
    kernel("evaluate", program.evaluation, memory.evaluationResults);
    return { memory, steps, update };
  }

  /** Adds code that draws batches. @returns its function */
  draw(drawing: WasmDrawing, batch: number): number {
    const starts = new Map<string, number>();
    this.drawing = starts;
    return drawing({
      define: (name, writer) => this.define(name, writer),
      reserve: (bytes) => this.layout.reserve(bytes),
      startsWith: (name, bytes) => {
        const address = this.layout.reserve(bytes);
        starts.set(name, address);
        return address;
      },
      batch,
    });
  }

  compile(memories: readonly ModuleMemory[]): TrainingModule {
    const { functions, layout, sampleMasks, drawing } = this;
    const module = new WebAssembly.Module(writeModule(functions, layout.pages));
    return { module, memories, sampleMasks, drawing };
  }

  private memoryOf({ scalars }: Program, memory: ModuleMemory, results: number): KernelMemory {
    return {
      parameters: memory.columns + updateColumns.parameters * memory.columnBytes,
      gradients: memory.columns + updateColumns.gradients * memory.columnBytes,
      results,
      sampleMask: (rows) => {
        const mask = this.sampleMasks.get(rows) ?? this.layout.reserve(paddedRows(rows) * 4);
        this.sampleMasks.set(rows, mask);
        return mask;
      },
      scalarNames: scalars,
      reserve: (bytes) => this.layout.reserve(bytes),
    };
  }
}

function layOut(program: Program, layout: MemoryLayout, placed?: number): ModuleMemory {
  const { batch, update, parameterCount } = program;
  const columnBytes = paddedRows(parameterCount) * 4;
  const batchBytes = batch.columns * paddedRows(batch.rows) * 4;
  const batchCount = program.drawing?.wasm
    ? 1
    : Math.max(1, Math.min(maxSteps, Math.floor(outsideBatchBytes / batchBytes)));
  return {
    columns: layout.reserve(columnBytes * (1 + update.initial.length)),
    columnBytes,
    batch: placed ?? layout.reserve(batchBytes * batchCount),
    batchBytes,
    batchCount,
    results: layout.reserve(4 * program.resultCount),
    evaluationResults: layout.reserve(4 * program.evaluation.outputs.length),
    broken: layout.reserve(4),
    scalars: layout.reserve(4 * program.scalars.length * maxSteps),
  };
}
