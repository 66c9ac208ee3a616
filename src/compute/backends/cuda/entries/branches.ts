import type { Program } from "../../program.js";
import type { ModuleLayout } from "../layout.js";
import { writeKernel } from "../ptx/kernelWriter.js";
import { PtxFunction, type Operand } from "../ptx/ptxFunction.js";
import { addressesOf, writeStep } from "./stepCode.js";

/** The programs of a module whose code differs, and which of them each program's code is. */
export interface DistinctPrograms {
  /** The first program of each. */
  readonly firsts: readonly number[];
  readonly indices: readonly number[];
}

/** Programs that differ in numbers which they are given, or in what they learn, have the same code. */
export function distinctPrograms(
  programs: readonly Program[],
  layout: ModuleLayout,
): DistinctPrograms {
  if (programs.length === 1) return { firsts: [0], indices: [0] };
  const known = new Map<string, number>();
  const firsts: number[] = [];
  const indices = programs.map((program, index) => {
    const text = textOf(program, layout, index);
    const found = known.get(text) ?? firsts.length;
    if (found === firsts.length) firsts.push(index);
    known.set(text, found);
    return found;
  });
  return { firsts, indices };
}

function textOf(program: Program, { records }: ModuleLayout, index: number): string {
  const fn = new PtxFunction();
  const run = addressesOf(fn, records[index], "%record");
  const moved = { column: program.batch.columns - 1, at: "%moved" };
  const places = { lane: "%lane", scalars: "%scalars", batch: "%batch", moved };
  writeStep(fn, program, program.steps[0], records[index], run, places, false);
  writeKernel(fn, program.evaluation, { ...run, ...places, columns: "%set", scalarNames: [] });
  return fn.entry("step", []);
}

/**
 * Writes what warps do, by the number of their run among those that share batches.
 *
 * @param write what the runs of a program do, of its place among the programs
 */
export function writeBranches(
  fn: PtxFunction,
  slot: Operand,
  { firsts, indices }: DistinctPrograms,
  write: (program: number) => void,
): void {
  if (firsts.length === 1) return write(firsts[0]);
  const end = fn.newLabel();
  fn.alternatives(
    firsts.map((program, branch) => () => {
      const own = fn.newLabel();
      const next = fn.newLabel();
      indices.forEach((index, place) => {
        if (index !== branch) return;
        fn.emit(`@${fn.op("pred", "setp.eq.u32", slot, String(place))} bra ${own}`);
      });
      fn.emit(`bra ${next}`);
      fn.label(own);
      write(program);
      fn.emit(`bra ${end}`);
      fn.label(next);
    }),
  );
  fn.label(end);
}
