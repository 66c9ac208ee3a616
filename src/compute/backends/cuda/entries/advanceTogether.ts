import type { Program } from "../../program.js";
import type { ModuleLayout } from "../layout.js";
import { paddedColumn } from "../ptx/kernelWriter.js";
import { PtxFunction, singleLiteral, warpThreads, type Operand } from "../ptx/ptxFunction.js";
import { blockGroup } from "../ptx/threadGroup.js";
import { writeBranches, type DistinctPrograms } from "./branches.js";
import {
  addressesOf,
  at,
  offset,
  parameter,
  placeInBlock,
  writeDrawing,
  writeStep,
} from "./stepCode.js";

/**
 * Makes steps of runs that share their batches: each block draws them for a run of each program, a warp a run.
 * It leaves off after a step that leaves a parameter of one that is not a number. Its parameters: the blocks'
 * number, the runs' records, the blocks' works, the table of scalars, where each run's scalars begin in it (in
 * numbers), and the spans: for each block the first step and how many (two integers).
 */
export function writeAdvanceTogether(
  name: string,
  programs: readonly Program[],
  module: ModuleLayout,
  distinct: DistinctPrograms,
): string {
  const fn = new PtxFunction(programs.length);
  const { thread, warp: slot, lane } = placeInBlock(fn);
  const block = fn.op("b32", "mov.u32", "%ctaid.x");
  const end = fn.newLabel();
  const isNone = fn.op("pred", "setp.ge.u32", block, parameter(fn, "b32", "blocks"));
  fn.emit(`@${isNone} bra ${end}`);
  const run = fn.op("b32", "mad.lo.u32", block, String(programs.length), slot);
  const record = at(fn, parameter(fn, "b64", "records"), run, module.recordBytes);
  const isLeader = fn.op("pred", "setp.eq.u32", lane, "0");
  // Both are at the same place in all records.
  const [{ stopped, steps: stepsPlace }] = module.records;
  const goes = fn.variable("b32", "1");
  const hasStopped = fn.op("b32", "ld.global.b32", `[${record}+${stopped}]`);
  fn.when(fn.op("pred", "setp.ne.u32", hasStopped, "0"), () => fn.emit(`mov.b32 ${goes}, 0`));
  const made = fn.variable("b32", "0");
  const done = fn.variable("b32", "0");
  const span = at(fn, parameter(fn, "b64", "spans"), block, 8);
  const first = fn.op("b32", "ld.global.b32", `[${span}+0]`);
  const count = fn.op("b32", "ld.global.b32", `[${span}+4]`);
  const finish = fn.newLabel();
  fn.emit(`@${fn.op("pred", "setp.eq.u32", count, "0")} bra ${finish}`);

  const starts = at(fn, parameter(fn, "b64", "scalarStarts"), run, 4);
  const start = fn.op("b32", "ld.global.b32", `[${starts}+0]`);
  const width = choose(
    fn,
    slot,
    programs.map(({ scalars }) => scalars.length),
  );
  const firstScalar = fn.op("b32", "mad.lo.u32", first, width, start);
  const scalars = fn.op("b64", "mad.wide.u32", firstScalar, "4", parameter(fn, "b64", "scalars"));
  const scalarBytes = fn.op("b64", "mad.wide.u32", width, "4", "0");

  const group = blockGroup(fn, thread, programs.length * warpThreads);
  const work = at(fn, parameter(fn, "b64", "works"), block, module.work.bytes);
  const batch = offset(fn, work, module.work.batch);
  const [{ batch: shape }] = programs;
  const lastColumn = choose(fn, slot, module.lastColumns);
  const moved = {
    column: shape.columns - 1,
    at: at(fn, batch, lastColumn, 4 * paddedColumn(shape.rows)),
  };
  const draws = writeDrawing(fn, programs, module, group, work)!;
  // Whether a run of the block has stopped in this launch.
  const stops = fn.sharedOfBlock(16);
  const isFirst = fn.op("pred", "setp.eq.u32", thread, "0");
  fn.when(isFirst, () => fn.emit(`st.shared.b32 [${stops}+0], ${fn.variable("b32", "0")}`));

  draws.begin();
  const loop = fn.newLabel();
  fn.label(loop);
  draws.next();
  group.barrier();
  fn.when(fn.op("pred", "setp.ne.u32", goes, "0"), () => {
    writeBranches(fn, slot, distinct, (index) => {
      const program = programs[index];
      const layout = module.records[index];
      const addresses = addressesOf(fn, layout, record);
      const places = { lane, scalars, batch, moved };
      const broken = writeStep(fn, program, program.steps[0], layout, addresses, places, false);
      fn.when(fn.op("pred", "setp.gt.f32", broken, singleLiteral(0)), () =>
        fn.emit(`mov.b32 ${goes}, 0`),
      );
    });
    fn.emit(`add.u32 ${made}, ${made}, 1`);
    fn.emit(`add.u64 ${scalars}, ${scalars}, ${scalarBytes}`);
    const isOver = fn.op("pred", "setp.eq.u32", goes, "0");
    fn.when(fn.op("pred", "and.pred", isLeader, isOver), () => {
      const one = fn.variable("b32", "1");
      fn.emit(`st.global.b32 [${record}+${stopped}], ${one}`);
      fn.emit(`st.shared.b32 [${stops}+0], ${one}`);
    });
  });
  fn.emit(`add.u32 ${done}, ${done}, 1`);
  group.barrier();
  const leave = fn.newLabel();
  const hasOneStopped = fn.op("b32", "ld.shared.b32", `[${stops}+0]`);
  fn.emit(`@${fn.op("pred", "setp.ne.u32", hasOneStopped, "0")} bra ${leave}`);
  fn.emit(`@${fn.op("pred", "setp.lt.u32", done, count)} bra ${loop}`);
  fn.label(leave);
  draws.end();
  fn.label(finish);
  fn.when(isLeader, () => fn.emit(`st.global.b32 [${record}+${stepsPlace}], ${made}`));
  fn.label(end);
  return fn.entry(name, [
    ["blocks", ".b32"],
    ["records", ".b64"],
    ["works", ".b64"],
    ["scalars", ".b64"],
    ["scalarStarts", ".b64"],
    ["spans", ".b64"],
  ]);
}

/** A register with one of some numbers, by an index below their count. */
function choose(fn: PtxFunction, index: Operand, values: readonly number[]): Operand {
  const chosen = fn.variable("b32", String(values[0]));
  values.forEach((value, place) => {
    if (value === values[0]) return;
    fn.when(fn.op("pred", "setp.eq.u32", index, String(place)), () =>
      fn.emit(`mov.b32 ${chosen}, ${value}`),
    );
  });
  return chosen;
}
