import type { Code } from "../../../util/wasm/code.js";
import type { WasmTarget } from "../../../compute/backends/wasm/drawing.js";
import { call, f64, i32, loopUntil, loopWhile, selectOf } from "../../../util/wasm/instructions.js";
import { lanes, paddedRows } from "../../../compute/backends/wasm/lanes.js";
import { FunctionWriter } from "../../../util/wasm/moduleWriter.js";
import type { BatchPlan } from "../batchPlan.js";
import { writeColumns } from "./columns.js";
import { writeTargets } from "./targets.js";

/** Addresses that the batch function uses. */
export interface BatchMemory {
  /** Low and width of each interval: two doubles, or four. */
  readonly intervals: number;
  /** First column of the first subset, in bytes of doubles. */
  readonly firstColumn: number;
  /** Numbers of the first and the second interval: doubles, row after row. */
  readonly exact: readonly [number, number];
  /** The batch: single precision, column after column. */
  readonly batch: number;
  /** What the columns behind the inputs hold. */
  readonly targets: readonly WasmTarget[];
}

/** Bytes of the doubles of one interval. */
export function exactBytes({ rows, inputs }: BatchPlan): number {
  return paddedRows(rows) * inputs * 8;
}

/** A function that draws the next batch: inputs, then targets. */
export function writeBatchFunction(
  plan: BatchPlan,
  memory: BatchMemory,
  functions: { readonly fillUniform: number; readonly nextWord: number },
): FunctionWriter {
  const fn = new FunctionWriter([]);
  const { rows, inputs, placement } = plan;
  const count = rows * inputs;
  const [first, second] = memory.exact;
  const fill = (target: number, interval: number): Code =>
    call(functions.fillUniform, [
      i32.const(target),
      i32.const(count * 8),
      i32.const(memory.intervals + 16 * interval),
    ]);
  const at = fn.local("i32");
  const step = (bytes: number) => at.set(i32.add(at.get, i32.const(bytes)));

  fn.emit(fill(first, 0));
  if (placement !== "one") fn.emit(fill(second, 1));
  if (placement === "each") {
    // 1 picks the first interval.
    const isFirst = i32.and(call(functions.nextWord), i32.const(1));
    const chosen = selectOf(f64.load(at.get, first), f64.load(at.get, second), isFirst);
    fn.emit(
      at.set(i32.const(0)),
      loopUntil([f64.store(at.get, chosen, first), step(8)], i32.geU(at.get, i32.const(count * 8))),
    );
  }
  if (placement === "halves") {
    const column = fn.local("i32");
    const cut = Math.floor(inputs / 2);
    const place = i32.add(at.get, column.get);
    fn.emit(
      at.set(i32.const(0)),
      loopUntil(
        [
          column.set(i32.const(cut * 8)),
          loopWhile(i32.ltU(column.get, i32.const(inputs * 8)), [
            f64.store(place, f64.load(place, second), first),
            column.set(i32.add(column.get, i32.const(8))),
          ]),
          step(inputs * 8),
        ],
        i32.geU(at.get, i32.const(count * 8)),
      ),
    );
  }
  writeBatch(fn, plan, memory, {
    rows,
    numbers: first,
    start: i32.const(0),
  });
  return fn;
}

/** Rows that are drawn at once: enough words that it pays off; undefined where none fit. */
export function rowsAtOnce({ rows, inputs, placement }: BatchPlan): number | undefined {
  if (placement !== "one" || rows % lanes !== 0) return undefined;
  const counts = Array.from({ length: rows / lanes }, (_, i) => lanes * (i + 1));
  const fitting = counts.filter((count) => rows % count === 0 && count * inputs * 2 >= fewWords);
  return fitting.find((count) => count % (4 * lanes) === 0) ?? fitting[0] ?? rows;
}

/** The last words of a stretch are moved: 624 of them. */
const fewWords = 2048;

/** A function that draws the next batch of one interval, some rows at a time. */
export function writeStreamedBatch(
  plan: BatchPlan,
  memory: BatchMemory,
  { rows, nextNumbers }: { readonly rows: number; readonly nextNumbers: number },
): FunctionWriter {
  const fn = new FunctionWriter([]);
  const start = fn.local("i32");
  const [numbers] = memory.exact;
  const body = fn.capture(() => {
    fn.emit(call(nextNumbers));
    writeBatch(fn, plan, memory, { rows, numbers, start: start.get });
  });
  fn.emit(
    start.set(i32.const(0)),
    loopUntil(
      [...body, start.set(i32.add(start.get, i32.const(rows * 4)))],
      i32.geU(start.get, i32.const(plan.rows * 4)),
    ),
  );
  return fn;
}

/** Writes some rows, from a place in the columns on: inputs, then targets. */
function writeBatch(
  fn: FunctionWriter,
  plan: BatchPlan,
  { batch: columns, firstColumn, targets: formulas }: BatchMemory,
  some: { readonly rows: number; readonly numbers: number; readonly start: Code },
): void {
  const { inputs } = plan;
  const columnBytes = paddedRows(plan.rows) * 4;
  const targets = columns + inputs * columnBytes;
  writeTargets(fn, plan, { ...some, firstColumn, targets, columnBytes, formulas });
  writeColumns(fn, { ...some, rows: paddedRows(some.rows), inputs, columns, columnBytes });
}
