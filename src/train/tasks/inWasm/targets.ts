import type { Code } from "../../../util/wasm/code.js";
import type { WasmTarget } from "../../../compute/backends/wasm/drawing.js";
import { f32, f64, f64x2, i32, loopUntil, unpack, v128 } from "../../../util/wasm/instructions.js";
import type { FunctionWriter, Local } from "../../../util/wasm/moduleWriter.js";
import type { Operation } from "../../../experiments/settings/arithmetic.js";
import type { BatchPlan } from "../batchPlan.js";
import { pairwiseBlock, pairwiseWidth } from "../pairwiseSum.js";

/** Where the numbers of some rows are, and where their targets go. */
export interface TargetPlaces {
  readonly rows: number;
  /** Doubles, row after row. */
  readonly numbers: number;
  /** First column of the first subset, in bytes of doubles. */
  readonly firstColumn: number;
  /** The first column of targets; the first of these rows is `start` bytes behind. */
  readonly targets: number;
  readonly start: Code;
  readonly columnBytes: number;
  /** What each column of targets is, of the sums of a row's subsets. */
  readonly formulas: readonly WasmTarget[];
}

/** Takes the sums of each row's subsets in double precision and writes its targets, rounded. */
export function writeTargets(fn: FunctionWriter, plan: BatchPlan, places: TargetPlaces): void {
  const { inputs, subsets } = plan;
  const row = fn.local("i32");
  const target = fn.local("i32");
  const first = fn.local("i32");
  const sums = subsets.map(([start, end]) => {
    const sum = fn.local("f64");
    const at = places.numbers + 8 * start;
    return { set: pairwiseSum(fn, sum, end - start, first.get, at), get: sum.get };
  });
  const results = places.formulas.map((formula) => formula(sums.map(({ get }) => get)));
  fn.emit(
    row.set(i32.const(0)),
    target.set(places.start),
    loopUntil(
      [
        first.set(i32.add(row.get, i32.load(i32.const(0), places.firstColumn))),
        ...sums.flatMap(({ set }) => set),
        ...results.map((result, index) =>
          f32.store(target.get, f32.demoteF64(result), places.targets + index * places.columnBytes),
        ),
        row.set(i32.add(row.get, i32.const(inputs * 8))),
        target.set(i32.add(target.get, i32.const(4))),
      ],
      i32.geU(row.get, i32.const(places.rows * inputs * 8)),
    ),
  );
}

/** Sets `sum` to the sum of doubles in NumPy's order: see `pairwiseSum` in `../pairwiseSum.ts`. */
function pairwiseSum(
  fn: FunctionWriter,
  sum: Local,
  count: number,
  address: Code,
  offset: number,
): readonly Code[] {
  if (count > pairwiseBlock) {
    const half = Math.floor(count / 2);
    const cut = half - (half % pairwiseWidth);
    const [left, right] = [fn.local("f64"), fn.local("f64")];
    return [
      ...pairwiseSum(fn, left, cut, address, offset),
      ...pairwiseSum(fn, right, count - cut, address, offset + 8 * cut),
      sum.set(f64.add(left.get, right.get)),
    ];
  }
  const elements = (start: number) =>
    Array.from({ length: count - start }, (_, i) => f64.load(address, offset + 8 * (start + i)));
  if (count < pairwiseWidth) return [sum.set(elements(0).reduce(f64.add))];
  const whole = count - (count % pairwiseWidth);
  // Eight interleaved partial sums, two in a vector.
  const parts = [0, 2, 4, 6].map((lane) => {
    const part = fn.local("v128");
    const terms = Array.from({ length: whole / pairwiseWidth }, (_, i) =>
      v128.load(address, offset + 8 * (lane + i * pairwiseWidth)),
    );
    return { set: part.set(terms.reduce(f64x2.add)), get: part.get };
  });
  const [a, c, e, g] = parts.map(({ get }) => get);
  const named = (value: Code) => {
    const local = fn.local("v128");
    return { set: local.set(value), get: local.get };
  };
  const sumsOfPairs = (left: Code, right: Code) =>
    named(f64x2.add(unpack.low64(left, right), unpack.high64(left, right)));
  const lower = sumsOfPairs(a, c);
  const upper = sumsOfPairs(e, g);
  const halves = sumsOfPairs(lower.get, upper.get);
  const total = f64.add(f64x2.extractLane(halves.get, 0), f64x2.extractLane(halves.get, 1));
  return [
    ...parts.map(({ set }) => set),
    lower.set,
    upper.set,
    halves.set,
    sum.set([total, ...elements(whole)].reduce(f64.add)),
  ];
}

/** An operation on the sums of a row's subsets. */
export function targetCode(operation: Operation, sums: readonly Code[]): Code {
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
    case "cumsum":
    case "cumprod":
      throw new RangeError(`${operation} is an operation on sequences`);
  }
}
