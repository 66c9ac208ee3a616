import type { Kernel } from "../../../graph/kernel.js";
import type { Program } from "../../program.js";
import type { ModuleLayout } from "../layout.js";
import { PtxFunction, singleLiteral, threadsOfBlock, warpThreads } from "../ptx/ptxFunction.js";
import { warpGroup } from "../ptx/threadGroup.js";
import {
  addressesOf,
  addsGradients,
  at,
  offset,
  parameter,
  placeInBlock,
  writeDrawing,
  writeStep,
} from "./stepCode.js";

/**
 * Makes steps of many runs, a warp each, which know nothing of each other. Its parameters: the runs' number,
 * their records, their works, the batches that were made elsewhere and how many bytes of them a run has, the
 * table of scalars, where each run's scalars begin in it (in numbers), and the number of steps.
 */
export function writeAdvanceAlone(
  name: string,
  program: Program,
  module: ModuleLayout,
  kernel: Kernel,
): string {
  const [layout] = module.records;
  const fn = new PtxFunction();
  const { warp, lane } = placeInBlock(fn);
  const block = fn.op("b32", "mov.u32", "%ctaid.x");
  const run = fn.op("b32", "mad.lo.u32", block, String(threadsOfBlock / warpThreads), warp);
  const end = fn.newLabel();
  const isNone = fn.op("pred", "setp.ge.u32", run, parameter(fn, "b32", "runs"));
  fn.emit(`@${isNone} bra ${end}`);
  const record = at(fn, parameter(fn, "b64", "records"), run, module.recordBytes);
  const steps = parameter(fn, "b32", "steps");
  const hasStopped = fn.op("b32", "ld.global.b32", `[${record}+${layout.stopped}]`);
  const isLeader = fn.op("pred", "setp.eq.u32", lane, "0");
  const done = fn.variable("b32", "0");
  const finish = fn.newLabel();
  fn.emit(`@${fn.op("pred", "setp.ne.u32", hasStopped, "0")} bra ${finish}`);

  const work = at(fn, parameter(fn, "b64", "works"), run, module.work.bytes);
  const draws = writeDrawing(fn, [program], module, warpGroup(fn, lane), work);
  const batch = draws
    ? offset(fn, work, module.work.batch)
    : fn.op(
        "b64",
        "mad.wide.u32",
        run,
        parameter(fn, "b32", "batchesBytes"),
        parameter(fn, "b64", "batches"),
      );
  const starts = at(fn, parameter(fn, "b64", "scalarStarts"), run, 4);
  const start = fn.op("b32", "ld.global.b32", `[${starts}+0]`);
  const scalars = fn.op("b64", "mad.wide.u32", start, "4", parameter(fn, "b64", "scalars"));
  const addresses = addressesOf(fn, layout, record);

  draws?.begin();
  const loop = fn.newLabel();
  fn.label(loop);
  draws?.next();
  const places = { lane, scalars, batch };
  const broken = writeStep(fn, program, kernel, layout, addresses, places, draws !== undefined);
  // The next step reads the parameters: here, unless it waits before it does.
  if (!draws && !addsGradients(kernel)) fn.warpBarrier();
  fn.emit(`add.u32 ${done}, ${done}, 1`);
  fn.emit(`add.u64 ${scalars}, ${scalars}, ${4 * program.scalars.length}`);
  if (!draws) fn.emit(`add.u64 ${batch}, ${batch}, ${module.batchBytes}`);
  const stops = fn.newLabel();
  fn.emit(`@${fn.op("pred", "setp.gt.f32", broken, singleLiteral(0))} bra ${stops}`);
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
