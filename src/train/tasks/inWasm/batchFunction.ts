import type { Code } from "../../../compute/backends/wasm/code.js";
import {
  call,
  f32,
  f32x4,
  f64,
  i32,
  loopUntil,
  loopWhile,
  selectOf,
  shuffle32,
  v128,
} from "../../../compute/backends/wasm/instructions.js";
import { lanes, paddedRows } from "../../../compute/backends/wasm/kernelFunction.js";
import { FunctionWriter } from "../../../compute/backends/wasm/moduleWriter.js";
import type { Operation } from "../../../experiments/settings/arithmetic.js";
import { pairwiseWidth } from "../pairwiseSum.js";
import type { BatchPlan } from "../batchPlan.js";

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
}

/** Bytes of the doubles of one interval. */
export function exactBytes({ rows, inputs }: BatchPlan): number {
  return paddedRows(rows) * inputs * 8;
}

/** A function that draws the next batch: inputs, then the target. */
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
  writeTargets(fn, plan, memory);
  writeColumns(fn, plan, memory);
  return fn;
}

function writeTargets(fn: FunctionWriter, plan: BatchPlan, memory: BatchMemory): void {
  const { rows, inputs, subsets, operation } = plan;
  const row = fn.local("i32");
  const target = fn.local("i32");
  const numbers = i32.add(row.get, i32.load(i32.const(0), memory.firstColumn));
  const sums = subsets.map(([start, end]) => {
    const address = fn.local("i32");
    const element = (index: number) => f64.load(address.get, memory.exact[0] + (start + index) * 8);
    const sum = fn.local("f64");
    return {
      set: [address.set(numbers), sum.set(pairwiseSumCode(end - start, element))],
      get: sum.get,
    };
  });
  const targetColumn = memory.batch + inputs * paddedRows(rows) * 4;
  fn.emit(
    row.set(i32.const(0)),
    target.set(i32.const(0)),
    loopUntil(
      [
        ...sums.map(({ set }) => set),
        f32.store(
          target.get,
          f32.demoteF64(
            operationCode(
              operation,
              sums.map(({ get }) => get),
            ),
          ),
          targetColumn,
        ),
        row.set(i32.add(row.get, i32.const(inputs * 8))),
        target.set(i32.add(target.get, i32.const(4))),
      ],
      i32.geU(target.get, i32.const(rows * 4)),
    ),
  );
}

/** See `pairwiseSum`. */
function pairwiseSumCode(count: number, element: (index: number) => Code): Code {
  const range = (start: number, end: number, step = 1) =>
    Array.from({ length: Math.ceil((end - start) / step) }, (_, i) => element(start + i * step));
  const sum = (terms: readonly Code[]) => terms.reduce(f64.add);
  if (count < pairwiseWidth) return sum(range(0, count));
  const whole = count - (count % pairwiseWidth);
  const [a, b, c, d, e, f, g, h] = Array.from({ length: pairwiseWidth }, (_, lane) =>
    sum(range(lane, whole, pairwiseWidth)),
  );
  const pairs = f64.add(
    f64.add(f64.add(a, b), f64.add(c, d)),
    f64.add(f64.add(e, f), f64.add(g, h)),
  );
  return sum([pairs, ...range(whole, count)]);
}

function operationCode(operation: Operation, sums: readonly Code[]): Code {
  const [a, b] = sums;
  switch (operation) {
    case "add":
      return sums.reduce(f64.add);
    case "sub":
      return f64.sub(a, b);
    case "mul":
      return sums.reduce(f64.mul);
    case "div":
      return f64.div(a, b);
    case "squared":
      return f64.mul(a, a);
    case "root":
      return f64.sqrt(a);
    case "reciprocal":
      return f64.div(f64.const(1), a);
  }
}

/** Rounds the doubles and turns rows to columns: four rows of one or two columns at a time. */
function writeColumns(fn: FunctionWriter, plan: BatchPlan, memory: BatchMemory): void {
  const { rows, inputs } = plan;
  const [exact] = memory.exact;
  const columnBytes = paddedRows(rows) * 4;
  const source = fn.local("i32");
  const target = fn.local("i32");
  const pair = fn.local("i32");
  const rounded = Array.from({ length: lanes }, () => fn.local("v128"));
  const fourRows = (load: (row: number) => Code, columns: 1 | 2): Code[] => {
    const [a, b, c, d] = rounded.map(({ get }) => get);
    const column = (index: 0 | 1): Code =>
      shuffle32(
        shuffle32(a, b, [index, 4 + index, index, 4 + index]),
        shuffle32(c, d, [index, 4 + index, index, 4 + index]),
        [0, 1, 4, 5],
      );
    return [
      ...rounded.map((local, row) => local.set(f32x4.demoteF64x2Zero(load(row)))),
      v128.store(target.get, column(0), memory.batch),
      ...(columns === 2 ? [v128.store(target.get, column(1), memory.batch + columnBytes)] : []),
      source.set(i32.add(source.get, i32.const(lanes * inputs * 8))),
      target.set(i32.add(target.get, i32.const(16))),
    ];
  };
  const allRows = (load: (row: number) => Code, columns: 1 | 2): Code =>
    loopUntil(
      fourRows(load, columns),
      i32.geU(
        i32.sub(target.get, i32.mul(pair.get, i32.const(2 * columnBytes))),
        i32.const(columnBytes),
      ),
    );
  const startPair: Code = [
    source.set(i32.mul(pair.get, i32.const(16))),
    target.set(i32.mul(pair.get, i32.const(2 * columnBytes))),
  ];
  const pairs = Math.floor(inputs / 2);
  fn.emit(
    pair.set(i32.const(0)),
    loopWhile(i32.ltU(pair.get, i32.const(pairs)), [
      startPair,
      allRows((row) => v128.load(source.get, exact + row * inputs * 8), 2),
      pair.set(i32.add(pair.get, i32.const(1))),
    ]),
  );
  if (inputs % 2 === 1) {
    fn.emit(
      startPair,
      allRows((row) => v128.load64Zero(source.get, exact + row * inputs * 8), 1),
    );
  }
}
