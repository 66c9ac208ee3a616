import type { Kernel } from "../../graph/kernel.js";
import { updateColumns } from "../../graph/update.js";
import type { Program } from "../program.js";
import type { RunLayout } from "./layout.js";
import { paddedColumn, writeKernel, type KernelAddresses } from "./ptx/kernelWriter.js";
import {
  ptxModule,
  singleLiteral,
  threadsOfBlock,
  warpThreads,
  type Operand,
  PtxFunction,
} from "./ptx/ptxFunction.js";
import { warpGroup } from "./ptx/threadGroup.js";

/** Names of the entries of a program's module, and what each is given. */
export const entryNames = {
  advance: (kernel: number) => `advance${kernel}`,
  evaluate: "evaluate",
} as const;

/** The text of everything that the runs of a program do on the GPU: a warp each. */
export function writeProgram(program: Program, layout: RunLayout): string {
  return ptxModule([
    ...program.steps.map((kernel, index) =>
      writeAdvance(entryNames.advance(index), program, layout, kernel),
    ),
    writeEvaluate(program, layout),
  ]);
}

/**
 * Makes steps of many runs. Its parameters: the runs' number, their records, their works, the batches
 * that were made elsewhere and how many bytes of them a run has, the table of scalars, where each run's
 * scalars begin in it (in numbers), and the number of steps.
 */
function writeAdvance(name: string, program: Program, layout: RunLayout, kernel: Kernel): string {
  const fn = new PtxFunction();
  const { run, lane, end } = beginWarp(fn);
  const parameter = (type: "b32" | "b64", of: string) => fn.op(type, `ld.param.${type}`, `[${of}]`);
  const record = at(fn, parameter("b64", "records"), run, layout.recordBytes);
  const steps = parameter("b32", "steps");
  const hasStopped = fn.op("b32", "ld.global.b32", `[${record}+${layout.stopped}]`);
  const isLeader = fn.op("pred", "setp.eq.u32", lane, "0");
  const done = fn.variable("b32", "0");
  const finish = fn.newLabel();
  fn.emit(`@${fn.op("pred", "setp.ne.u32", hasStopped, "0")} bra ${finish}`);

  const columns = offset(fn, record, layout.columns);
  const column = (index: number) => offset(fn, columns, index * layout.columnBytes);
  const work = at(fn, parameter("b64", "works"), run, layout.workBytes);
  const drawing = program.drawing?.cuda;
  const batch = drawing
    ? offset(fn, work, layout.batch)
    : fn.op(
        "b64",
        "mad.wide.u32",
        run,
        parameter("b32", "batchesBytes"),
        parameter("b64", "batches"),
      );
  const scalarStart = fn.op(
    "b32",
    "ld.global.b32",
    `[${at(fn, parameter("b64", "scalarStarts"), run, 4)}]`,
  );
  const scalars = fn.op("b64", "mad.wide.u32", scalarStart, "4", parameter("b64", "scalars"));
  const shared: Omit<KernelAddresses, "columns" | "results"> = {
    lane,
    parameters: column(updateColumns.parameters),
    gradients: column(updateColumns.gradients),
    scalars,
    scalarNames: program.scalars,
  };
  const results = offset(fn, record, layout.results);

  const draws = drawing?.write(fn, {
    group: warpGroup(fn, lane),
    targets: [drawing.target],
    address(array) {
      const place = layout.drawing.get(array);
      if (place === undefined) throw new RangeError(`No array ${array}`);
      return offset(fn, work, place);
    },
    batch,
    columnRows: paddedColumn(program.batch.rows),
  });
  draws?.begin();
  const loop = fn.newLabel();
  fn.label(loop);
  draws?.next();
  const clears = kernel.outputs.some(({ array, adds }) => array === "gradients" && adds);
  if (clears) clear(fn, shared.gradients, layout.columnBytes, lane);
  if (draws || clears) fn.warpBarrier();
  writeKernel(fn, kernel, { ...shared, columns: batch, results });
  fn.warpBarrier();
  // Its only result is read from a register: where it would be written is not used.
  const broken = writeKernel(fn, program.update.kernel, {
    ...shared,
    columns,
    results: offset(fn, record, layout.steps),
  });
  // The next step reads the parameters: here, unless it waits before it does.
  if (!drawing && !clears) fn.warpBarrier();
  fn.emit(`add.u32 ${done}, ${done}, 1`);
  fn.emit(`add.u64 ${scalars}, ${scalars}, ${4 * program.scalars.length}`);
  if (!drawing) fn.emit(`add.u64 ${batch}, ${batch}, ${layout.batchBytes}`);
  const isBroken = fn.op("pred", "setp.gt.f32", broken!, singleLiteral(0));
  const stops = fn.newLabel();
  fn.emit(`@${isBroken} bra ${stops}`);
  fn.emit(`@${fn.op("pred", "setp.lt.u32", done, steps)} bra ${loop}`);
  const leave = fn.newLabel();
  fn.emit(`bra ${leave}`);
  fn.label(stops);
  fn.when(isLeader, () =>
    fn.emit(`st.global.b32 [${record}+${layout.stopped}], ${fn.variable("b32", "1")}`),
  );
  fn.label(leave);
  draws?.end();
  fn.label(finish);
  fn.when(isLeader, () => fn.emit(`st.global.b32 [${record}+${layout.steps}], ${done}`));
  fn.label(end);
  return fn.entry(name, [
    ["runs", ".b32"],
    ["records", ".b64"],
    ["works", ".b64"],
    ["batches", ".b64"],
    ["batchesBytes", ".b32"],
    ["scalars", ".b64"],
    ["scalarStarts", ".b64"],
    ["steps", ".b32"],
  ]);
}

/**
 * Evaluates parts of the runs' data sets, a warp a part. Its parameters: the number of warps, the parts
 * of a set, the records, the address of each run's set, and where the results go, part after part.
 */
function writeEvaluate(program: Program, layout: RunLayout): string {
  const fn = new PtxFunction();
  const { run: warp, lane, end } = beginWarp(fn);
  const parameter = (type: "b32" | "b64", of: string) => fn.op(type, `ld.param.${type}`, `[${of}]`);
  const parts = parameter("b32", "parts");
  const run = fn.op("b32", "div.u32", warp, parts);
  const part = fn.op("b32", "rem.u32", warp, parts);
  const record = at(fn, parameter("b64", "records"), run, layout.recordBytes);
  const set = fn.op("b64", "ld.global.b64", `[${at(fn, parameter("b64", "sets"), run, 8)}]`);
  const { evaluation, setColumns } = program;
  const columns = offset(fn, record, layout.columns);
  const parameters = offset(fn, columns, updateColumns.parameters * layout.columnBytes);
  writeKernel(fn, evaluation, {
    lane,
    parameters,
    gradients: parameters,
    columns: at(fn, set, part, 4 * setColumns * paddedColumn(evaluation.samples.size)),
    results: at(fn, parameter("b64", "results"), warp, 4 * evaluation.outputs.length),
    scalars: parameters,
    scalarNames: [],
  });
  fn.label(end);
  return fn.entry(entryNames.evaluate, [
    ["runs", ".b32"],
    ["parts", ".b32"],
    ["records", ".b64"],
    ["sets", ".b64"],
    ["results", ".b64"],
  ]);
}

/** The number of a thread's warp and its place there; warps that are too many go to the end. */
function beginWarp(fn: PtxFunction): { run: Operand; lane: Operand; end: string } {
  const thread = fn.op("b32", "mov.u32", "%tid.x");
  const block = fn.op("b32", "mov.u32", "%ctaid.x");
  const lane = fn.op("b32", "and.b32", thread, String(warpThreads - 1));
  const inBlock = fn.op("b32", "shr.u32", thread, String(Math.log2(warpThreads)));
  const warps = String(threadsOfBlock / warpThreads);
  const run = fn.op("b32", "mad.lo.u32", block, warps, inBlock);
  const end = fn.newLabel();
  const runs = fn.op("b32", "ld.param.b32", "[runs]");
  fn.emit(`@${fn.op("pred", "setp.ge.u32", run, runs)} bra ${end}`);
  return { run, lane, end };
}

/** The address of an element of an array. */
function at(fn: PtxFunction, base: Operand, index: Operand, bytes: number): Operand {
  return fn.op("b64", "mad.wide.u32", index, String(bytes), base);
}

function offset(fn: PtxFunction, base: Operand, bytes: number): Operand {
  return fn.op("b64", "add.u64", base, String(bytes));
}

function clear(fn: PtxFunction, address: Operand, bytes: number, lane: Operand): void {
  const own = fn.op("b64", "mad.wide.u32", lane, "4", address);
  const zero = fn.variable("f32", singleLiteral(0));
  for (let start = 0; start < bytes; start += 4 * warpThreads) {
    fn.emit(`st.global.f32 [${own}+${start}], ${zero}`);
  }
}
