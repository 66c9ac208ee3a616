import type { Executable, StepRequest, StepResult } from "../backend.js";
import type { DataSet, Program, RunStart } from "../program.js";
import { RunsSession } from "../runsSession.js";
import {
  compileSharedModule,
  compileTrainingModule,
  maxSteps,
  type SharedExports,
  type TrainingExports,
  type TrainingModule,
} from "./trainingModule.js";
import { WasmRun } from "./wasmRun.js";

const device = "WebAssembly";

/** Compiles a program to WebAssembly. Whole blocks of steps run inside. */
export function wasmExecutable(program: Program): Executable {
  const compiled = compileTrainingModule(program);
  const [memory] = compiled.memories;
  // Each run has an instance of its own.
  const begin = (start: RunStart): WasmRun => {
    const exports = instantiate<TrainingExports>(compiled, start);
    const code = {
      memory: exports.memory,
      evaluate: exports.evaluate,
      advance: (kernel: number, steps: number) => exports[`advance${kernel}`](steps),
      draws: compiled.drawing !== null,
    };
    return new WasmRun(program, memory, code, start, new Map());
  };
  return { device, start: (starts) => Promise.resolve(new RunsSession(starts.map(begin))) };
}

/**
 * Compiles programs of one step each whose runs learn from the same inputs, a run of each program: a batch
 * is drawn once for all of them.
 */
export function sharedExecutable(programs: readonly Program[]): Executable {
  const compiled = compileSharedModule(programs);
  return {
    device,
    start(starts) {
      const exports = instantiate<SharedExports>(compiled, starts[0]);
      const placed = new Map<DataSet, number>();
      const runs = programs.map((program, index) => {
        const code = {
          memory: exports.memory,
          evaluate: exports[`${index}.evaluate`],
          advance: () => 0,
          draws: true,
        };
        return new WasmRun(program, compiled.memories[index], code, starts[index], placed);
      });
      const advance = (request: StepRequest) =>
        advanceTogether(runs, exports, compiled.stopped, request);
      return Promise.resolve(new RunsSession(runs, advance));
    },
  };
}

/** Makes steps of all runs that have not stopped. */
function advanceTogether(
  runs: readonly WasmRun[],
  exports: SharedExports,
  stopped: readonly number[],
  { steps, scalars }: StepRequest,
): readonly StepResult[] {
  const made = runs.map(() => 0);
  const going = () => runs.filter(({ hasStopped }) => !hasStopped);
  // A run goes on after its parameters were written.
  runs.forEach(({ hasStopped }, index) => {
    new Int32Array(exports.memory.buffer, stopped[index], 1)[0] = Number(hasStopped);
  });
  for (let first = 0; first < steps; first += maxSteps) {
    const count = Math.min(steps - first, maxSteps);
    runs.forEach((run, index) => {
      const width = run.scalarCount;
      run.setScalars(scalars[index].subarray(first * width, (first + count) * width));
    });
    for (let done = 0; done < count && going().length > 0;) {
      const now = exports.advance(done, count - done);
      done += now;
      for (const run of going()) {
        made[runs.indexOf(run)] += now;
        run.noteWhetherStopped();
      }
    }
  }
  return runs.map(({ hasStopped }, index) => ({ steps: made[index], stopped: hasStopped }));
}

function instantiate<Exports extends { readonly memory: WebAssembly.Memory }>(
  { module, sampleMasks, drawing }: TrainingModule,
  start: RunStart,
): Exports {
  const exports = new WebAssembly.Instance(module).exports as unknown as Exports;
  const { buffer } = exports.memory;
  for (const [rows, address] of sampleMasks) new Int32Array(buffer, address, rows).fill(-1);
  for (const [name, address] of drawing ?? []) {
    const values = start.drawing?.[name];
    if (!values) throw new RangeError(`The run does not say what ${name} is at first`);
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    new Uint8Array(buffer, address).set(bytes);
  }
  return exports;
}
