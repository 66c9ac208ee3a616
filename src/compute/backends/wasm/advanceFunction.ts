import type { Kernel } from "../../graph/kernel.js";
import { updateColumns } from "../../graph/update.js";
import type { Program } from "../program.js";
import { clear } from "./clear.js";
import { call, i32, ifThen, loopUntil, returnValue } from "./instructions.js";
import { FunctionWriter } from "./moduleWriter.js";
import type { ModuleMemory } from "./memoryLayout.js";

/** A function that makes steps with a kernel; see {@link TrainingExports}. */
export function writeAdvance(
  program: Program,
  memory: ModuleMemory,
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

/**
 * A function that makes one step, from the scalars at an address, on the batch that is there. It returns 0
 * where all parameters are numbers afterwards.
 */
export function writeNext(
  memory: ModuleMemory,
  kernel: Kernel,
  functions: { readonly step: number; readonly update: number },
): FunctionWriter {
  const fn = new FunctionWriter(["i32"], ["i32"]);
  const scalars = fn.parameter(0);
  const gradients = memory.columns + updateColumns.gradients * memory.columnBytes;
  fn.emit(
    ...(addsGradients(kernel) ? clear(fn, gradients, memory.columnBytes) : []),
    call(functions.step, [i32.const(memory.batch), scalars.get]),
    call(functions.update, [i32.const(memory.columns), scalars.get]),
    i32.load(i32.const(0), memory.broken),
  );
  return fn;
}

/** Whether a kernel adds to what is in the array of gradients. */
function addsGradients({ outputs }: Kernel): boolean {
  return outputs.some(({ array, adds }) => array === "gradients" && adds);
}
