import type { Program } from "../../program.js";
import type { ModuleLayout } from "../layout.js";
import { paddedColumn, writeKernel } from "../ptx/kernelWriter.js";
import { PtxFunction, threadsOfBlock, warpThreads } from "../ptx/ptxFunction.js";
import { writeBranches, type DistinctPrograms } from "./branches.js";
import { addressesOf, at, parameter, placeInBlock } from "./stepCode.js";

/** Numbers that each part of a set gives, of whatever program. */
export function evaluationWidth(programs: readonly Program[]): number {
  return Math.max(...programs.map(({ evaluation }) => evaluation.outputs.length));
}

/**
 * Evaluates parts of the runs' data sets, a warp a part. Its parameters: the number of warps, the parts
 * of a set, the records, the address of each run's set, and where the results go, part after part.
 */
export function writeEvaluate(
  name: string,
  programs: readonly Program[],
  module: ModuleLayout,
  distinct: DistinctPrograms,
): string {
  const fn = new PtxFunction();
  const { warp: inBlock, lane } = placeInBlock(fn);
  const block = fn.op("b32", "mov.u32", "%ctaid.x");
  const warp = fn.op("b32", "mad.lo.u32", block, String(threadsOfBlock / warpThreads), inBlock);
  const end = fn.newLabel();
  const isNone = fn.op("pred", "setp.ge.u32", warp, parameter(fn, "b32", "warps"));
  fn.emit(`@${isNone} bra ${end}`);
  const parts = parameter(fn, "b32", "parts");
  const run = fn.op("b32", "div.u32", warp, parts);
  const part = fn.op("b32", "rem.u32", warp, parts);
  const slot = fn.op("b32", "rem.u32", run, String(programs.length));
  const record = at(fn, parameter(fn, "b64", "records"), run, module.recordBytes);
  const set = fn.op("b64", "ld.global.b64", `[${at(fn, parameter(fn, "b64", "sets"), run, 8)}]`);
  const results = at(fn, parameter(fn, "b64", "results"), warp, 4 * evaluationWidth(programs));
  writeBranches(fn, slot, distinct, (index) => {
    const { evaluation, setColumns } = programs[index];
    const { parameters } = addressesOf(fn, module.records[index], record);
    writeKernel(fn, evaluation, {
      lane,
      parameters,
      gradients: parameters,
      columns: at(fn, set, part, 4 * setColumns * paddedColumn(evaluation.samples.size)),
      results,
      scalars: parameters,
      scalarNames: [],
    });
  });
  fn.label(end);
  return fn.entry(name, [
    ["warps", ".b32"],
    ["parts", ".b32"],
    ["records", ".b64"],
    ["sets", ".b64"],
    ["results", ".b64"],
  ]);
}
