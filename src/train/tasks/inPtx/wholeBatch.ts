import type { PtxDrawingPlaces } from "../../../compute/backends/cuda/drawing.js";
import type { Operand, PtxFunction } from "../../../compute/backends/cuda/ptx/ptxFunction.js";
import type { BatchPlan } from "../batchPlan.js";
import { writeWords } from "./mersenneTwister.js";
import { writeTargets } from "./target.js";
import { loadInterval, writeUniform, type Interval } from "./uniform.js";

/** Writes the code that draws a batch whose numbers are chosen when all of its words are known. */
export function writeWholeBatch(fn: PtxFunction, plan: BatchPlan, places: PtxDrawingPlaces): void {
  const tempered = places.address("tempered");
  writeWords(fn, places, tempered, wordsOfBatch(plan));
  writeRows(fn, plan, places, tempered);
}

/** Each interval takes two words a number, a choice between them one. */
export function wordsOfBatch({ rows, inputs, placement }: BatchPlan): number {
  const numbers = rows * inputs;
  return numbers * (placement === "one" ? 2 : 4) + (placement === "each" ? numbers : 0);
}

/** Inputs and targets of each row: a thread a row. */
function writeRows(
  fn: PtxFunction,
  plan: BatchPlan,
  { group, address, batch, columnRows, targets }: PtxDrawingPlaces,
  tempered: Operand,
): void {
  const { rows, inputs } = plan;
  const intervals = [0, 1].map((index) => loadInterval(fn, address("intervals"), index));
  const number = numberWriter(fn, plan, tempered, intervals);
  const firstBytes = fn.op("b32", "ld.global.b32", `[${address("first column")}]`);
  const firstColumn = fn.op("b32", "shr.u32", firstBytes, "3");
  const row = fn.variable("b32", group.lane);
  fn.count(row, group.threads, String(columnRows), () => {
    fn.when(fn.op("pred", "setp.lt.u32", row, String(rows)), () => {
      const place = fn.op("b64", "mad.wide.u32", row, "4", batch);
      const store = (value: Operand, column: Operand) => {
        const rounded = fn.op("f32", "cvt.rn.f32.f64", value);
        const bytes = String(4 * columnRows);
        const at = fn.op("b64", "mad.wide.u32", column, bytes, place);
        fn.emit(`st.global.f32 [${at}+0], ${rounded}`);
      };
      const start = fn.op("b32", "mul.lo.u32", row, String(inputs));
      const column = fn.variable("b32", "0");
      fn.count(column, 1, String(inputs), () => store(number(start, column), column));
      const element = (index: number) =>
        number(start, fn.op("b32", "add.u32", firstColumn, String(index)));
      for (const [index, target] of writeTargets(fn, plan, targets, element).entries()) {
        store(target, fn.variable("b32", String(inputs + index)));
      }
    });
  });
}

/** A function that writes the number of a row (its first number's place) and a column. */
function numberWriter(
  fn: PtxFunction,
  { rows, inputs, placement }: BatchPlan,
  tempered: Operand,
  [first, second]: readonly Interval[],
): (start: Operand, column: Operand) => Operand {
  const numbers = rows * inputs;
  const word = (index: Operand, offset: number) => {
    const at = fn.op("b64", "mad.wide.u32", index, "4", tempered);
    return fn.op("b32", "ld.global.b32", `[${at}+${4 * offset}]`);
  };
  const uniform = (element: Operand, offset: number, interval: Interval) => {
    const pair = fn.op("b32", "shl.b32", element, "1");
    return writeUniform(fn, [word(pair, offset), word(pair, offset + 1)], interval);
  };
  return (start, column) => {
    const element = fn.op("b32", "add.u32", start, column);
    const ones = uniform(element, 0, first);
    if (placement === "one") return ones;
    const others = uniform(element, 2 * numbers, second);
    const isFirst =
      placement === "halves"
        ? fn.op("pred", "setp.lt.u32", column, String(Math.floor(inputs / 2)))
        : fn.op(
            "pred",
            "setp.ne.u32",
            fn.op("b32", "and.b32", word(element, 4 * numbers), "1"),
            "0",
          );
    return fn.op("f64", "selp.f64", ones, others, isFirst);
  };
}
