import type { Axis, Expression } from "../../graph/expression.js";
import type { Kernel } from "../../graph/kernel.js";
import type { Reduce } from "../../graph/schedule.js";
import { findValueRanges } from "../../graph/valueRange.js";
import { walkSchedule, type ScheduleWriter, type ScratchPlace } from "../../graph/walkSchedule.js";
import type { Code } from "./code.js";
import { f32, f32x4, i32, loopUntil, shuffle32, v128 } from "./instructions.js";
import { FunctionWriter, type Local } from "./moduleWriter.js";
import { ElementaryFunctions } from "../formulas/elementary.js";
import { writeFormula } from "../formulas/formula.js";
import { vectorInstructions, type VectorValues } from "./vectorInstructions.js";

/** Numbers in a vector. */
export const lanes = 4;
const vectorBytes = 16;

/** Addresses of a kernel's arrays. */
export interface KernelMemory {
  readonly parameters: number;
  readonly gradients: number;
  readonly results: number;
  /** Reserves that many bytes. */
  readonly reserve: (bytes: number) => number;
  /** The address of a vector for each vector of samples: all bits set in lanes that are samples. */
  readonly sampleMask: (rows: number) => number;
  readonly scalarNames: readonly string[];
}

/** Samples of a column with its padding. */
export function paddedRows(rows: number): number {
  return Math.ceil(rows / lanes) * lanes;
}

/**
 * Writes a kernel as a function of the addresses of columns (one after the other, padded) and of the
 * step's scalars. Every value is four samples wide; what does not depend on the sample is the same in
 * all lanes.
 */
export function writeKernelFunction(kernel: Kernel, memory: KernelMemory): FunctionWriter {
  const fn = new FunctionWriter(["i32", "i32"]);
  const batch = fn.parameter(0);
  const scalars = fn.parameter(1);
  const target = vectorInstructions(fn);
  const functions = new ElementaryFunctions<VectorValues>(target);
  const rows = kernel.samples.size;
  const columnBytes = paddedRows(rows) * 4;
  const isPadded = paddedRows(rows) !== rows;
  const indices = new Map<Axis, Local>();
  const sizeOf = (axis: Axis) => (axis === kernel.samples ? paddedRows(rows) / lanes : axis.size);

  const ranges = findValueRanges(kernel.outputs.map(({ value }) => value));
  const named = (value: Code): Code => {
    const local = fn.local("v128");
    fn.emit(local.set(value));
    return local.get;
  };
  /** The index on an axis. The samples' counts bytes, the others' count elements. */
  const indexOf = (axis: Axis): Local => {
    const index = indices.get(axis) ?? fn.local("i32");
    indices.set(axis, index);
    return index;
  };
  const addressOf = (
    start: Code,
    axes: readonly Axis[],
    strides: readonly number[],
    bytes: number,
  ): Code =>
    axes.reduce<Code>((address, axis, i) => {
      const factor = axis === kernel.samples ? strides[i] : strides[i] * bytes;
      return i32.add(address, i32.mul(indexOf(axis).get, i32.const(factor)));
    }, start);

  // The base of scratch memory is known only when all of it is: addresses are relative to a local.
  const scratch = fn.local("i32");
  const scratchAddress = ({ axes, strides }: ScratchPlace) =>
    addressOf(scratch.get, axes, strides, vectorBytes);
  const scratchOffset = ({ base }: ScratchPlace) => base * vectorBytes;

  const leaf = (expression: Expression): Code => {
    switch (expression.kind) {
      case "constant":
        return f32x4.const(expression.value);
      case "scalar":
        return v128.load32Splat(scalars.get, 4 * memory.scalarNames.indexOf(expression.name));
      case "parameter":
        return v128.load32Splat(
          addressOf(i32.const(0), expression.axes, expression.strides, 4),
          memory.parameters + 4 * expression.offset,
        );
      case "input": {
        const [, ...columns] = expression.axes;
        const [, ...strides] = expression.strides;
        const sample = i32.add(batch.get, indexOf(kernel.samples).get);
        return v128.load(
          addressOf(sample, columns, strides, columnBytes),
          expression.offset * columnBytes,
        );
      }
      default:
        throw new TypeError(`${expression.kind} is no leaf`);
    }
  };
  /** Lanes without a sample add nothing. */
  const onlySamples = (reduction: Reduce, value: Code): Code => {
    if (!isPadded || reduction.axis !== kernel.samples) return value;
    return v128.and(value, v128.load(indexOf(kernel.samples).get, memory.sampleMask(rows)));
  };
  const combine = ({ operator, axis }: Reduce, left: Code, right: Code): Code => {
    if (operator === "sum") return f32x4.add(left, right);
    if (axis === kernel.samples) throw new RangeError("There are no products over samples");
    return f32x4.mul(left, right);
  };
  const neutral = ({ operator }: Reduce) => f32x4.const(operator === "sum" ? 0 : 1);
  const acrossLanes = ({ axis }: Reduce, value: Code): Code =>
    axis === kernel.samples ? sumOfLanes(value, named) : value;

  const writer: ScheduleWriter<Code> = {
    leaf,
    nameLeaf: (expression) => named(leaf(expression)),
    name(expression, values) {
      return named(writeFormula(expression, values, { target, functions, ranges }));
    },
    keep: (value, place) => fn.emit(v128.store(scratchAddress(place), value, scratchOffset(place))),
    readKept: (place) => v128.load(scratchAddress(place), scratchOffset(place)),
    loop(axis, body) {
      const index = indexOf(axis);
      const isSamples = axis === kernel.samples;
      const step = isSamples ? vectorBytes : 1;
      const end = sizeOf(axis) * step;
      const statements = fn.capture(() => functions.inLoop(body));
      const advance = index.set(i32.add(index.get, i32.const(step)));
      fn.emit(
        index.set(i32.const(0)),
        loopUntil([...statements, advance], i32.geU(index.get, i32.const(end))),
      );
    },
    beginLocal(reduction) {
      return named(neutral(reduction));
    },
    accumulateLocal(reduction, accumulator, value) {
      fn.emit(assign(accumulator, combine(reduction, accumulator, onlySamples(reduction, value))));
    },
    finishLocal: (reduction, accumulator) => named(acrossLanes(reduction, accumulator)),
    beginArray(reduction, place) {
      const end = place.axes.reduce((product, axis) => product * sizeOf(axis), vectorBytes);
      const index = fn.local("i32");
      const address = i32.add(scratch.get, index.get);
      fn.emit(
        index.set(i32.const(0)),
        loopUntil(
          [
            v128.store(address, neutral(reduction), scratchOffset(place)),
            index.set(i32.add(index.get, i32.const(vectorBytes))),
          ],
          i32.geU(index.get, i32.const(end)),
        ),
      );
    },
    accumulateArray(reduction, place, value) {
      const old = v128.load(scratchAddress(place), scratchOffset(place));
      const sum = combine(reduction, old, onlySamples(reduction, value));
      fn.emit(v128.store(scratchAddress(place), sum, scratchOffset(place)));
    },
    finishArray(reduction, place) {
      return named(acrossLanes(reduction, v128.load(scratchAddress(place), scratchOffset(place))));
    },
    write({ array, offset, axes, strides, adds }, value) {
      if (array === "columns") {
        const sample = i32.add(batch.get, indexOf(kernel.samples).get);
        fn.emit(v128.store(sample, value, offset * columnBytes));
        return;
      }
      const place = memory[array] + 4 * offset;
      const address = addressOf(i32.const(0), axes, strides, 4);
      const lane = f32x4.extractLane(value, 0);
      const sum = adds ? f32.add(f32.load(address, place), lane) : lane;
      fn.emit(f32.store(address, sum, place));
    },
  };
  let scratchSize = 0;
  const statements = fn.capture(() => {
    scratchSize = walkSchedule(kernel, writer, sizeOf);
  });
  const base = memory.reserve(scratchSize * vectorBytes);
  fn.emit(scratch.set(i32.const(base)), ...statements);
  return fn;
}

/** The sum of all lanes, in all lanes. */
export function sumOfLanes(vector: Code, named: (value: Code) => Code): Code {
  const whole = named(vector);
  const pairs = named(f32x4.add(whole, shuffle32(whole, whole, [1, 0, 3, 2])));
  return f32x4.add(pairs, shuffle32(pairs, pairs, [2, 3, 0, 1]));
}

/** Assigns to the variable that some code reads. */
function assign(variable: Code, value: Code): Code {
  const [, index] = variable;
  return [value, 0x21, index];
}
