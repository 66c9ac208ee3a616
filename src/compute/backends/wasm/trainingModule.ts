import type { Kernel } from "../../graph/kernel.js";
import { updateColumns } from "../../graph/update.js";
import type { Program } from "../program.js";
import { type StepFunctions, writeAdvance, writeAdvanceTogether } from "./advanceFunction.js";
import { BatchColumns } from "./batchColumns.js";
import type { WasmDrawing, WasmTarget } from "./drawing.js";
import { type KernelMemory, writeKernelFunction } from "./kernelFunction.js";
import { paddedRows } from "./lanes.js";
import { MemoryLayout, type ModuleMemory } from "./memoryLayout.js";
import { type FunctionWriter, writeModule } from "../../../util/wasm/moduleWriter.js";

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
  /**
   * Makes steps of all runs that have not stopped, from some step's scalars on. Returns how many: it ends
   * after a step that leaves a parameter of one that is not a number.
   */
  readonly advance: (first: number, steps: number) => number;
  readonly [evaluate: `${number}.evaluate`]: TrainingExports["evaluate"];
}

/** A module of several programs. */
export interface SharedModule extends TrainingModule {
  /** Where it says of each program that its run makes no more steps: an integer. */
  readonly stopped: readonly number[];
}

/** Compiles everything that a run does at each step. */
export function compileTrainingModule(program: Program): TrainingModule {
  const { rows, columns } = program.batch;
  const batches = new BatchColumns(rows, columns);
  const parts = new ModuleParts(batches);
  const read = program.steps.map((kernel) => batches.reading(kernel, (column) => column));
  const memory = parts.layOut(program, columns - 1);
  const drawing = program.drawing?.wasm;
  const drawBatch = drawing ? parts.draw(drawing, [drawing.target], memory.batch) : null;
  const compute = parts.computeColumns();
  parts.place(program, read, memory, "").forEach((functions, index) => {
    parts.define(`advance${index}`, writeAdvance(functions, { drawBatch, compute }));
  });
  return parts.compile([memory]);
}

/**
 * Compiles what several runs do, each by a program of its own, that learn from the same inputs: those that
 * the first one's code draws. Each target that some of them learn has a column.
 */
export function compileSharedModule(programs: readonly Program[]): SharedModule {
  const [{ batch: of }] = programs;
  const drawings = programs.map(({ drawing }) => drawing!);
  const targets = new Map<string, WasmTarget>();
  for (const { target, wasm } of drawings) targets.set(target, wasm!.target);
  const firstTarget = of.columns - 1;
  const batches = new BatchColumns(of.rows, firstTarget + targets.size);
  const parts = new ModuleParts(batches);
  const placed = programs.map((program, index) => {
    const target = firstTarget + [...targets.keys()].indexOf(drawings[index].target);
    const columnAt = (column: number) => (column === firstTarget ? target : column);
    return { program, target, read: [batches.reading(program.steps[0], columnAt)] };
  });
  let batch: number | undefined;
  const memories = placed.map(({ program, target }) => {
    const memory = parts.layOut(program, target, batch);
    batch = memory.batch;
    return memory;
  });
  const drawBatch = parts.draw(drawings[0].wasm!, [...targets.values()], memories[0].batch);
  const compute = parts.computeColumns();
  const functions = placed.flatMap(({ program, read }, index) =>
    parts.place(program, read, memories[index], `${index}.`),
  );
  const stopped = programs.map(() => parts.reserve(4));
  parts.define("advance", writeAdvanceTogether(functions, { drawBatch, compute }, stopped));
  return { ...parts.compile(memories), stopped };
}

/** The functions and the memory of a module in the making. */
class ModuleParts {
  private readonly layout = new MemoryLayout();
  private readonly functions = new Map<string, FunctionWriter>();
  private readonly sampleMasks = new Map<number, number>();
  private drawing: Map<string, number> | null = null;

  constructor(private readonly batches: BatchColumns) {}

  /** @returns its index */
  define(name: string, writer: FunctionWriter): number {
    this.functions.set(name, writer);
    return this.functions.size - 1;
  }

  /** @returns the address of that many bytes */
  reserve(bytes: number): number {
    return this.layout.reserve(bytes);
  }

  /**
   * Makes room for a program's numbers.
   *
   * @param lastColumn see {@link ModuleMemory.lastColumn}
   * @param batch where its batches are, if they are there already
   */
  layOut(program: Program, lastColumn: number, batch?: number): ModuleMemory {
    return layOut(program, this.layout, { bytes: this.batches.bytes, lastColumn, place: batch });
  }

  /** Adds what a program computes: functions for each of its steps. */
  place(
    program: Program,
    steps: readonly Kernel[],
    memory: ModuleMemory,
    prefix: string,
  ): StepFunctions[] {
    const kernel = (name: string, of: Kernel, results: number): number =>
      this.define(prefix + name, writeKernelFunction(of, this.memoryOf(program, memory, results)));
    const update = kernel("update", program.update.kernel, memory.broken);
    const functions = steps.map((step, index) => ({
      memory,
      kernel: step,
      scalarCount: program.scalars.length,
      step: kernel(`step${index}`, step, memory.results),
      update,
    }));
    kernel("evaluate", program.evaluation, memory.evaluationResults);
    return functions;
  }

  /** Adds what computes columns of a batch's others. @returns its function; null: there are none */
  computeColumns(): number | null {
    const writer = this.batches.writeFunction((bytes) => this.layout.reserve(bytes));
    return writer && this.define("computeColumns", writer);
  }

  /** Adds code that draws batches. @returns its function */
  draw(drawing: WasmDrawing, targets: readonly WasmTarget[], batch: number): number {
    const starts = new Map<string, number>();
    this.drawing = starts;
    return drawing.draw({
      define: (name, writer) => this.define(name, writer),
      reserve: (bytes) => this.layout.reserve(bytes),
      startsWith: (name, bytes) => {
        const address = this.layout.reserve(bytes);
        starts.set(name, address);
        return address;
      },
      batch,
      targets,
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

function layOut(
  program: Program,
  layout: MemoryLayout,
  batch: { readonly bytes: number; readonly lastColumn: number; readonly place?: number },
): ModuleMemory {
  const { update, parameterCount } = program;
  const columnBytes = paddedRows(parameterCount) * 4;
  const batchCount = program.drawing?.wasm
    ? 1
    : Math.max(1, Math.min(maxSteps, Math.floor(outsideBatchBytes / batch.bytes)));
  return {
    columns: layout.reserve(columnBytes * (1 + update.initial.length)),
    columnBytes,
    batch: batch.place ?? layout.reserve(batch.bytes * batchCount),
    batchBytes: batch.bytes,
    lastColumn: batch.lastColumn,
    batchCount,
    results: layout.reserve(4 * program.resultCount),
    evaluationResults: layout.reserve(4 * program.evaluation.outputs.length),
    broken: layout.reserve(4),
    scalars: layout.reserve(4 * program.scalars.length * maxSteps),
  };
}
