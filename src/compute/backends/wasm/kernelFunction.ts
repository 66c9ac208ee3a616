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

/** A number of each sample, a vector of them after the other; one vector where it is the same for all. */
type Samples = readonly Code[];

/**
 * Writes a kernel as a function of the addresses of columns (one after the other, padded) and of the
 * step's scalars. Every vector is four samples wide; what does not depend on the sample is the same in
 * all lanes. Where there are loops inside the one over samples, several vectors go through them together.
 */
export function writeKernelFunction(kernel: Kernel, memory: KernelMemory): FunctionWriter {
  const fn = new FunctionWriter(["i32", "i32"]);
  const batch = fn.parameter(0);
  const scalars = fn.parameter(1);
  const target = vectorInstructions(fn);
  const functions = new ElementaryFunctions<VectorValues>(target);
  const { samples } = kernel;
  const rows = samples.size;
  const columnBytes = paddedRows(rows) * 4;
  const isPadded = paddedRows(rows) !== rows;
  const atOnce = vectorsAtOnce(kernel);
  const indices = new Map<Axis, Local>();
  const sizeOf = (axis: Axis) => (axis === samples ? paddedRows(rows) / lanes : axis.size);

  const ranges = findValueRanges(kernel.outputs.map(({ value }) => value));
  const named = (value: Code): Code => {
    const local = fn.local("v128");
    fn.emit(local.set(value));
    return local.get;
  };
  /** A vector of each of the samples, or one for all. */
  const vectors = ({ axes }: Expression, make: (index: number) => Code): Samples =>
    Array.from({ length: axes.includes(samples) ? atOnce : 1 }, (_, index) => make(index));
  const vectorOf = (value: Samples, index: number): Code => value[index] ?? value[0];
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
      const factor = axis === samples ? strides[i] : strides[i] * bytes;
      return i32.add(address, i32.mul(indexOf(axis).get, i32.const(factor)));
    }, start);

  // The base of scratch memory is known only when all of it is: addresses are relative to a local.
  const scratch = fn.local("i32");
  const scratchAddress = ({ axes, strides }: ScratchPlace) =>
    addressOf(scratch.get, axes, strides, vectorBytes);
  const scratchOffset = ({ base }: ScratchPlace, index = 0) => (base + index) * vectorBytes;

  const leaf = (expression: Expression): Samples => {
    switch (expression.kind) {
      case "constant":
        return [f32x4.const(expression.value)];
      case "scalar":
        return [v128.load32Splat(scalars.get, 4 * memory.scalarNames.indexOf(expression.name))];
      case "parameter": {
        const address = addressOf(i32.const(0), expression.axes, expression.strides, 4);
        return [v128.load32Splat(address, memory.parameters + 4 * expression.offset)];
      }
      case "input": {
        const [, ...columns] = expression.axes;
        const [, ...strides] = expression.strides;
        const sample = i32.add(batch.get, indexOf(samples).get);
        const address = addressOf(sample, columns, strides, columnBytes);
        const offset = expression.offset * columnBytes;
        return vectors(expression, (index) => v128.load(address, offset + index * vectorBytes));
      }
      default:
        throw new TypeError(`${expression.kind} is no leaf`);
    }
  };
  const load = (place: ScratchPlace, expression: Expression): Samples =>
    vectors(expression, (index) =>
      v128.load(scratchAddress(place), scratchOffset(place, index)),
    ).map(named);
  const combine = ({ operator, axis }: Reduce, left: Code, right: Code): Code => {
    if (operator === "sum") return f32x4.add(left, right);
    if (axis === samples) throw new RangeError("There are no products over samples");
    return f32x4.mul(left, right);
  };
  /** What several vectors of samples, one after the other, or each vector of its own make of a value. */
  const accumulated = (reduction: Reduce, old: Samples, value: Samples): Samples => {
    if (reduction.axis !== samples) {
      return old.map((vector, index) => combine(reduction, vector, vectorOf(value, index)));
    }
    /** Lanes without a sample add nothing. */
    const onlySamples = (vector: Code, index: number) => {
      if (!isPadded) return vector;
      const mask = memory.sampleMask(rows) + index * vectorBytes;
      return v128.and(vector, v128.load(indexOf(samples).get, mask));
    };
    const all = Array.from({ length: atOnce }, (_, i) => onlySamples(vectorOf(value, i), i));
    return [all.reduce((sum, vector) => combine(reduction, sum, vector), old[0])];
  };
  const neutral = ({ operator }: Reduce) => f32x4.const(operator === "sum" ? 0 : 1);
  const acrossLanes = ({ axis }: Reduce, sums: Samples): Samples =>
    sums.map((sum) => named(axis === samples ? sumOfLanes(sum, named) : sum));

  const writer: ScheduleWriter<Samples> = {
    leaf,
    nameLeaf: (expression) => leaf(expression).map(named),
    name: (expression, values) =>
      vectors(expression, (index) => {
        const operands = values.map((value) => vectorOf(value, index));
        return named(writeFormula(expression, operands, { target, functions, ranges }));
      }),
    keep(value, place) {
      const address = scratchAddress(place);
      fn.emit(...value.map((vector, i) => v128.store(address, vector, scratchOffset(place, i))));
    },
    readKept: load,
    loop(axis, body) {
      const index = indexOf(axis);
      const step = axis === samples ? vectorBytes * atOnce : 1;
      const end = axis === samples ? columnBytes : axis.size;
      const statements = fn.capture(() => functions.inLoop(body));
      const advance = index.set(i32.add(index.get, i32.const(step)));
      fn.emit(
        index.set(i32.const(0)),
        loopUntil([...statements, advance], i32.geU(index.get, i32.const(end))),
      );
    },
    beginLocal: (reduction) => vectors(reduction, () => named(neutral(reduction))),
    accumulateLocal(reduction, accumulator, value) {
      const sums = accumulated(reduction, accumulator, value);
      fn.emit(...sums.map((sum, index) => assign(accumulator[index], sum)));
    },
    finishLocal: acrossLanes,
    beginArray(reduction, place) {
      const { base, axes } = place;
      const width = reduction.axes.includes(samples) ? atOnce : 1;
      const count = axes.reduce((product, axis) => product * sizeOf(axis), width);
      const at = fn.local("i32");
      fn.emit(
        at.set(scratch.get),
        loopUntil(
          [
            v128.store(at.get, neutral(reduction), base * vectorBytes),
            at.set(i32.add(at.get, i32.const(vectorBytes))),
          ],
          i32.geU(i32.sub(at.get, scratch.get), i32.const(count * vectorBytes)),
        ),
      );
    },
    accumulateArray(reduction, place, value) {
      writer.keep(accumulated(reduction, load(place, reduction), value), place);
    },
    finishArray: (reduction, place) => acrossLanes(reduction, load(place, reduction)),
    write({ array, offset, axes, strides, adds }, value) {
      if (array === "columns") {
        const sample = i32.add(batch.get, indexOf(samples).get);
        const at = (index: number) => offset * columnBytes + index * vectorBytes;
        const all = Array.from({ length: atOnce }, (_, index) => index);
        fn.emit(...all.map((index) => v128.store(sample, vectorOf(value, index), at(index))));
        return;
      }
      const place = memory[array] + 4 * offset;
      const address = addressOf(i32.const(0), axes, strides, 4);
      const lane = f32x4.extractLane(value[0], 0);
      const sum = adds ? f32.add(f32.load(address, place), lane) : lane;
      fn.emit(f32.store(address, sum, place));
    },
  };
  let scratchSize = 0;
  const statements = fn.capture(() => {
    scratchSize = walkSchedule(kernel, writer, sizeOf, atOnce);
  });
  const base = memory.reserve(scratchSize * vectorBytes);
  fn.emit(scratch.set(i32.const(base)), ...statements);
  return fn;
}

/**
 * Vectors of samples that go through loops together: what is the same for all samples is read once for them,
 * and sums of different samples do not wait for each other.
 */
function vectorsAtOnce({ statements, samples }: Kernel): number {
  const hasLoops = statements.some(
    (outer) =>
      outer.kind === "loop" &&
      outer.axis === samples &&
      outer.body.some(({ kind }) => kind === "loop"),
  );
  const vectors = paddedRows(samples.size) / lanes;
  return hasLoops ? ([4, 2].find((count) => vectors % count === 0) ?? 1) : 1;
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
