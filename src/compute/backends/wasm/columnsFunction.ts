import { type Expression, inTopologicalOrder, operands } from "../../graph/expression.js";
import { findValueRanges } from "../../graph/valueRange.js";
import { ElementaryFunctions } from "../formulas/elementary.js";
import { writeFormula } from "../formulas/formula.js";
import type { Instructions } from "../formulas/instructions.js";
import type { Code } from "../../../util/wasm/code.js";
import { f32x4, i32, loopUntil, v128 } from "../../../util/wasm/instructions.js";
import { lanes } from "./lanes.js";
import { FunctionWriter } from "../../../util/wasm/moduleWriter.js";
import { vectorInstructions, type VectorValues } from "./vectorInstructions.js";

const vectorBytes = 16;

/** Most vectors that go through a part of a function before the next part. */
const vectorsOfPart = 128;

/**
 * A function of the address of some numbers: writes functions of every single one behind them, one function
 * after the other. A processor looks ahead over a few hundred instructions, in which it finds more of several
 * short chains than of one long: functions that say where they can be parted become several loops.
 *
 * @param functions expressions of one input each
 * @param count of numbers, a multiple of four
 * @param reserve reserves that many bytes
 */
export function writeColumnsFunction(
  functions: readonly Expression[],
  count: number,
  reserve: (bytes: number) => number,
): FunctionWriter {
  const fn = new FunctionWriter(["i32"]);
  const numbers = fn.parameter(0);
  const [start, at, kept] = ["i32", "i32", "i32"].map(() => fn.local("i32"));
  const partBytes = vectorBytes * largestDivisor(count / lanes, vectorsOfPart);
  const seam: Code = [];
  functions.forEach((formula, index) => {
    const placeOf = new Map<Code, number>();
    const part = (values: readonly Code[]): readonly Code[] => {
      const places = values.map((value) => {
        const known = placeOf.get(value);
        if (known !== undefined) return known;
        const place = reserve(partBytes);
        fn.emit(v128.store(kept.get, value, place));
        return place;
      });
      fn.emit(seam);
      return places.map((place) => {
        const local = fn.local("v128");
        fn.emit(local.set(v128.load(kept.get, place)));
        placeOf.set(local.get, place);
        return local.get;
      });
    };
    const all = fn.capture(() => {
      const target = { ...vectorInstructions(fn), ...(isChain(formula) && { parted: part }) };
      const value = writeValue(fn, formula, v128.load(at.get), target);
      fn.emit(v128.store(at.get, value, 4 * count * (1 + index)));
    });
    const step = (local: typeof at) => local.set(i32.add(local.get, i32.const(vectorBytes)));
    const loops = split(all, seam).map((body) => [
      at.set(i32.add(numbers.get, start.get)),
      kept.set(i32.const(0)),
      loopUntil([...body, step(at), step(kept)], i32.geU(kept.get, i32.const(partBytes))),
    ]);
    fn.emit(
      start.set(i32.const(0)),
      loopUntil(
        [...loops.flat(), start.set(i32.add(start.get, i32.const(partBytes)))],
        i32.geU(start.get, i32.const(4 * count)),
      ),
    );
  });
  return fn;
}

/** The code of a function's value. */
function writeValue(
  fn: FunctionWriter,
  formula: Expression,
  input: Code,
  target: Instructions<VectorValues>,
): Code {
  const functions = new ElementaryFunctions(target);
  const ranges = findValueRanges([formula]);
  const values = new Map<Expression, Code>();
  for (const expression of inTopologicalOrder([formula])) {
    const local = fn.local("v128");
    if (expression.kind === "constant") values.set(expression, f32x4.const(expression.value));
    else {
      const parts = operands(expression).map((part) => values.get(part)!);
      const value =
        expression.kind === "input"
          ? input
          : writeFormula(expression, parts, { target, functions, ranges });
      fn.emit(local.set(value));
      values.set(expression, local.get);
    }
  }
  return values.get(formula)!;
}

/** Whether each step is made of the one before alone: nothing else is needed behind a seam. */
function isChain(formula: Expression): boolean {
  const varying = operands(formula).filter(({ kind }) => kind !== "constant");
  if (varying.length === 0) return true;
  return varying.length === 1 && isChain(varying[0]);
}

function split(code: readonly Code[], seam: Code): readonly (readonly Code[])[] {
  const at = code.indexOf(seam);
  return at < 0 ? [code] : [code.slice(0, at), ...split(code.slice(at + 1), seam)];
}

function largestDivisor(number: number, most: number): number {
  let divisor = Math.min(number, most);
  while (number % divisor > 0) divisor--;
  return divisor;
}
