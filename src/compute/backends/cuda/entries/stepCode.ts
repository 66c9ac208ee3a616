import type { Kernel } from "../../../graph/kernel.js";
import { updateColumns } from "../../../graph/update.js";
import type { Program } from "../../program.js";
import type { PtxDrawingCode } from "../drawing.js";
import type { ModuleLayout, RecordLayout } from "../layout.js";
import { paddedColumn, writeKernel, type KernelAddresses } from "../ptx/kernelWriter.js";
import { singleLiteral, warpThreads, type Operand, type PtxFunction } from "../ptx/ptxFunction.js";
import type { ThreadGroup } from "../ptx/threadGroup.js";

/** A register with a parameter of the entry. */
export function parameter(fn: PtxFunction, type: "b32" | "b64", name: string): Operand {
  return fn.op(type, `ld.param.${type}`, `[${name}]`);
}

/** The address of an element of an array. */
export function at(fn: PtxFunction, base: Operand, index: Operand, bytes: number): Operand {
  return fn.op("b64", "mad.wide.u32", index, String(bytes), base);
}

export function offset(fn: PtxFunction, base: Operand, bytes: number): Operand {
  return fn.op("b64", "add.u64", base, String(bytes));
}

/** The number of a thread's warp in its block, and its place there. */
export function placeInBlock(
  fn: PtxFunction,
): Readonly<Record<"thread" | "warp" | "lane", Operand>> {
  const thread = fn.op("b32", "mov.u32", "%tid.x");
  return {
    thread,
    lane: fn.op("b32", "and.b32", thread, String(warpThreads - 1)),
    warp: fn.op("b32", "shr.u32", thread, String(Math.log2(warpThreads))),
  };
}

/** The code that draws batches into a work, where the GPU draws them. */
export function writeDrawing(
  fn: PtxFunction,
  programs: readonly Program[],
  { work: places, targets }: ModuleLayout,
  group: ThreadGroup,
  work: Operand,
): PtxDrawingCode | undefined {
  const [{ drawing, batch }] = programs;
  return drawing?.cuda?.write(fn, {
    group,
    targets: targets.map(
      (name) => programs.find((program) => program.drawing?.target === name)!.drawing!.cuda!.target,
    ),
    address(array) {
      const place = places.drawing.get(array);
      if (place === undefined) throw new RangeError(`No array ${array}`);
      return offset(fn, work, place);
    },
    batch: offset(fn, work, places.batch),
    columnRows: paddedColumn(batch.rows),
  });
}

/** Registers with the addresses of a run's arrays. */
export interface RunAddresses {
  readonly columns: Operand;
  readonly parameters: Operand;
  readonly gradients: Operand;
  readonly results: Operand;
  /** A number that is written anew behind the last step. */
  readonly scrap: Operand;
}

export function addressesOf(fn: PtxFunction, layout: RecordLayout, record: Operand): RunAddresses {
  const columns = offset(fn, record, layout.columns);
  const column = (index: number) => offset(fn, columns, index * layout.columnBytes);
  return {
    columns,
    parameters: column(updateColumns.parameters),
    gradients: column(updateColumns.gradients),
    results: offset(fn, record, layout.results),
    scrap: offset(fn, record, layout.steps),
  };
}

/** Whether gradients are added up in memory. */
export function addsGradients({ outputs }: Kernel): boolean {
  return outputs.some(({ array, adds }) => array === "gradients" && adds);
}

/**
 * Writes a step of one run, a warp's: losses, gradients, what follows from them.
 *
 * @param waits whether other threads of the warp have written what it reads
 * @returns a register: greater than 0 where a parameter is not a number
 */
export function writeStep(
  fn: PtxFunction,
  program: Program,
  kernel: Kernel,
  layout: RecordLayout,
  run: RunAddresses,
  places: Pick<KernelAddresses, "lane" | "scalars" | "moved"> & { readonly batch: Operand },
  waits: boolean,
): Operand {
  const { lane, scalars, moved, batch } = places;
  const { parameters, gradients, columns, results } = run;
  const shared = { lane, scalars, parameters, gradients, scalarNames: program.scalars };
  const clears = addsGradients(kernel);
  if (clears) clear(fn, gradients, layout.columnBytes, lane);
  if (waits || clears) fn.warpBarrier();
  writeKernel(fn, kernel, { ...shared, columns: batch, results, moved });
  fn.warpBarrier();
  // Its only result is read from a register: where it is written is not used.
  return writeKernel(fn, program.update.kernel, { ...shared, columns, results: run.scrap })!;
}

function clear(fn: PtxFunction, address: Operand, bytes: number, lane: Operand): void {
  const own = fn.op("b64", "mad.wide.u32", lane, "4", address);
  const zero = fn.variable("f32", singleLiteral(0));
  for (let start = 0; start < bytes; start += 4 * warpThreads) {
    fn.emit(`st.global.f32 [${own}+${start}], ${zero}`);
  }
}
