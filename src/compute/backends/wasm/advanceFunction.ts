import type { Kernel } from "../../graph/kernel.js";
import { updateColumns } from "../../graph/update.js";
import { clear } from "./clear.js";
import type { Code } from "../../../util/wasm/code.js";
import { call, i32, ifThen, loopUntil, returnValue } from "../../../util/wasm/instructions.js";
import type { ModuleMemory } from "./memoryLayout.js";
import { FunctionWriter } from "../../../util/wasm/moduleWriter.js";

/** Functions of a module, by their indices. */
export interface BatchFunctions {
  /** Draws the next batch; null: batches are there, one after the other. */
  readonly drawBatch: number | null;
  /** Computes columns of a batch's others; null: there are none. */
  readonly compute: number | null;
}

/** What one program computes at each step. */
export interface StepFunctions {
  readonly memory: ModuleMemory;
  readonly kernel: Kernel;
  readonly scalarCount: number;
  readonly step: number;
  readonly update: number;
}

/** A function that makes steps with a kernel; see {@link TrainingExports}. */
export function writeAdvance(program: StepFunctions, batches: BatchFunctions): FunctionWriter {
  const fn = new FunctionWriter(["i32"], ["i32"]);
  const steps = fn.parameter(0);
  const { memory } = program;
  const [done, scalars, batch] = ["i32", "i32", "i32"].map(() => fn.local("i32"));
  fn.emit(
    ifThen(i32.eqz(steps.get), [returnValue(i32.const(0))]),
    scalars.set(i32.const(memory.scalars)),
    batch.set(i32.const(memory.batch)),
    loopUntil(
      [
        ...nextBatch(batches, batch.get),
        ...step(fn, program, batch.get, scalars.get),
        done.set(i32.add(done.get, i32.const(1))),
        ifThen(isBroken(memory), [returnValue(done.get)]),
        scalars.set(i32.add(scalars.get, i32.const(4 * program.scalarCount))),
        batches.drawBatch === null
          ? batch.set(i32.add(batch.get, i32.const(memory.batchBytes)))
          : [],
      ],
      i32.geU(done.get, steps.get),
    ),
    done.get,
  );
  return fn;
}

/**
 * A function that makes steps of several programs on the same batches; see {@link SharedExports}.
 *
 * @param stopped addresses of whether each program has stopped
 */
export function writeAdvanceTogether(
  programs: readonly StepFunctions[],
  batches: BatchFunctions,
  stopped: readonly number[],
): FunctionWriter {
  const fn = new FunctionWriter(["i32", "i32"], ["i32"]);
  const first = fn.parameter(0);
  const steps = fn.parameter(1);
  const [done, breaks] = ["i32", "i32"].map(() => fn.local("i32"));
  const [{ memory }] = programs;
  const batch = i32.const(memory.batch);
  const each = programs.map((program, index) => {
    const scalars = fn.local("i32");
    const bytes = i32.const(4 * program.scalarCount);
    const start = i32.add(i32.const(program.memory.scalars), i32.mul(first.get, bytes));
    const flag = stopped[index];
    return {
      begin: scalars.set(start),
      next: ifThen(i32.eqz(i32.load(i32.const(0), flag)), [
        ...step(fn, program, batch, scalars.get),
        scalars.set(i32.add(scalars.get, bytes)),
        ifThen(isBroken(program.memory), [
          i32.store(i32.const(0), i32.const(1), flag),
          breaks.set(i32.const(1)),
        ]),
      ]),
    };
  });
  fn.emit(
    ...each.map(({ begin }) => begin),
    loopUntil(
      [
        ...nextBatch(batches, batch),
        ...each.map(({ next }) => next),
        done.set(i32.add(done.get, i32.const(1))),
      ],
      i32.or(breaks.get, i32.geU(done.get, steps.get)),
    ),
    done.get,
  );
  return fn;
}

function nextBatch({ drawBatch, compute }: BatchFunctions, batch: Code): readonly Code[] {
  return [
    ...(drawBatch === null ? [] : [call(drawBatch)]),
    ...(compute === null ? [] : [call(compute, [batch])]),
  ];
}

function step(
  fn: FunctionWriter,
  { memory, kernel, step: losses, update }: StepFunctions,
  batch: Code,
  scalars: Code,
): readonly Code[] {
  const gradients = memory.columns + updateColumns.gradients * memory.columnBytes;
  return [
    ...(addsGradients(kernel) ? clear(fn, gradients, memory.columnBytes) : []),
    call(losses, [batch, scalars]),
    call(update, [i32.const(memory.columns), scalars]),
  ];
}

/** Whether the last step left a parameter that is not a number: the bits of a count, all clear for none. */
function isBroken({ broken }: ModuleMemory): Code {
  return i32.load(i32.const(0), broken);
}

/** Whether a kernel adds to what is in the array of gradients. */
function addsGradients({ outputs }: Kernel): boolean {
  return outputs.some(({ array, adds }) => array === "gradients" && adds);
}
