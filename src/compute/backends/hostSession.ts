import { updateColumns } from "../graph/update.js";
import type { Executable, RunArray, StepRequest, StepResult } from "./backend.js";
import type { Program, RunStart } from "./program.js";
import { RunsSession, type ComputedRun } from "./runsSession.js";
import { compileJavascriptKernel, type KernelArrays } from "./javascriptKernel.js";
import type { Kernel } from "../graph/kernel.js";

/** Compiles a kernel to something that reads and writes arrays. */
export type KernelCompiler = (
  kernel: Kernel,
  scalarNames: readonly string[],
) => (arrays: KernelArrays) => void;

/**
 * Runs whose numbers are kept in double precision by JavaScript.
 *
 * @param compile what computes losses and gradients; the rest is JavaScript
 */
export function hostExecutable(
  program: Program,
  device: string,
  compile: KernelCompiler,
): Executable {
  const steps = program.steps.map((kernel) => compile(kernel, program.scalars));
  const evaluation = compile(program.evaluation, program.scalars);
  const update = compileJavascriptKernel(program.update.kernel, program.scalars);
  const begin = (start: RunStart) => new HostRun(program, { steps, evaluation, update }, start);
  return {
    device,
    start: (starts) => Promise.resolve(new RunsSession(starts.map(begin))),
  };
}

type Compiled = Readonly<Record<"evaluation" | "update", (arrays: KernelArrays) => void>> & {
  readonly steps: readonly ((arrays: KernelArrays) => void)[];
};

class HostRun implements ComputedRun {
  private readonly arrays: Readonly<Record<RunArray, Float64Array>>;
  /** The update's columns. */
  private readonly columns: Float64Array;
  private readonly broken = new Float64Array(1);
  private stopped = false;

  constructor(
    private readonly program: Program,
    private readonly compiled: Compiled,
    private readonly start: RunStart,
  ) {
    const { parameterCount: count, update, batch, resultCount } = program;
    this.columns = new Float64Array(count * (1 + update.initial.length));
    this.columns.set(start.parameters);
    update.initial.forEach((values, index) => this.columns.set(values, count * (index + 1)));
    const column = (index: number) => this.columns.subarray(index * count, (index + 1) * count);
    this.arrays = {
      parameters: column(updateColumns.parameters),
      gradients: column(updateColumns.gradients),
      before: column(updateColumns.before),
      results: new Float64Array(resultCount),
      batch: new Float64Array(batch.rows * batch.columns),
    };
  }

  advance({ steps, kernel }: StepRequest, scalars: Float64Array): StepResult {
    const { parameters, gradients, results, batch } = this.arrays;
    const width = this.program.scalars.length;
    let done = 0;
    while (done < steps && !this.stopped) {
      const given = scalars.subarray(done * width, (done + 1) * width);
      this.start.nextBatch(batch);
      gradients.fill(0);
      this.compiled.steps[kernel]({ parameters, scalars: given, batch, results, gradients });
      this.compiled.update({
        parameters,
        scalars: given,
        batch: this.columns,
        results: this.broken,
        gradients,
      });
      done++;
      this.stopped = this.broken[0] > 0;
    }
    return { steps: done, stopped: this.stopped };
  }

  read(array: RunArray): Float64Array {
    return this.arrays[array].slice();
  }

  writeParameters(values: ArrayLike<number>): void {
    this.arrays.parameters.set(values);
    this.stopped = false;
  }

  evaluate(name: string): Float64Array {
    const set = this.start.sets[name];
    const { evaluation, setColumns } = this.program;
    const { size } = evaluation.samples;
    const { parameters, gradients } = this.arrays;
    const batch = new Float64Array(size * setColumns);
    const results = new Float64Array(evaluation.outputs.length);
    const scalars = new Float64Array(this.program.scalars.length);
    const totals = new Float64Array(results.length);
    for (let start = 0; start < set.rows; start += size) {
      set.copyColumns(start, size, batch);
      this.compiled.evaluation({ parameters, scalars, batch, results, gradients });
      results.forEach((value, index) => (totals[index] += value));
    }
    return totals;
  }
}
