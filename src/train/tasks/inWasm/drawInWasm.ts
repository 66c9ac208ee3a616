import type { DrawingModule, WasmDrawing } from "../../../compute/backends/wasm/drawing.js";
import { call } from "../../../util/wasm/instructions.js";
import type { Operation } from "../../../experiments/settings/arithmetic.js";
import type { BatchPlan } from "../batchPlan.js";
import { exactBytes, rowsAtOnce, writeBatchFunction, writeStreamedBatch } from "./batchFunction.js";
import {
  twisterBytes,
  type TwisterMemory,
  writeFillUniform,
  writeNextWord,
  writeTwist,
} from "./mersenneTwisterFunctions.js";
import { streamBytes, writeNextNumbers } from "./numberStream.js";
import { targetCode } from "./targets.js";

/** Draws batches in WebAssembly, from NumPy's stream of words on. */
export function drawInWasm(plan: BatchPlan, operation: Operation): WasmDrawing {
  return {
    draw: (module) => writeDrawing(plan, module),
    target: (sums) => targetCode(operation, sums),
  };
}

function writeDrawing(
  plan: BatchPlan,
  { define, reserve, startsWith, batch, targets }: DrawingModule,
): number {
  const firstColumn = startsWith("first column", 4);
  const intervals = startsWith("intervals", 32);
  const rows = rowsAtOnce(plan);
  if (rows !== undefined) {
    const numbers = rows * plan.inputs;
    const words = startsWith("words", streamBytes(numbers));
    const exact = reserve(8 * numbers);
    const stream = { words, interval: intervals, numbers: exact };
    const nextNumbers = define("nextNumbers", writeNextNumbers(stream, numbers));
    const memory = { intervals, firstColumn, exact: [exact, exact], batch, targets } as const;
    return define("drawBatch", writeStreamedBatch(plan, memory, { rows, nextNumbers }));
  }
  const twister: TwisterMemory = {
    state: startsWith("words", twisterBytes + 16),
    // The words of the current block are tempered anew when the next block is needed.
    words: reserve(twisterBytes),
    position: startsWith("position", 4),
  };
  const memory = {
    intervals,
    firstColumn,
    exact: [reserve(exactBytes(plan)), reserve(exactBytes(plan))],
    batch,
    targets,
  } as const;
  const twist = call(define("twist", writeTwist(twister)));
  const nextWord = define("nextWord", writeNextWord(twister, twist));
  const fillUniform = define("fillUniform", writeFillUniform(twister, twist, call(nextWord)));
  return define("drawBatch", writeBatchFunction(plan, memory, { fillUniform, nextWord }));
}
