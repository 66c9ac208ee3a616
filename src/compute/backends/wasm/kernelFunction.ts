import type { Axis, Expression } from "../../graph/expression.js";
import type { Kernel } from "../../graph/kernel.js";
import type { Reduce } from "../../graph/schedule.js";
import { findValueRanges } from "../../graph/valueRange.js";
import { type ScheduleWriter, type ScratchPlace, walkSchedule } from "../../graph/walkSchedule.js";
import { ElementaryFunctions } from "../formulas/elementary.js";
import { writeFormula } from "../formulas/formula.js";
import type { Code } from "../../../util/wasm/code.js";
import { f32, f32x4, i32, loopUntil, v128 } from "../../../util/wasm/instructions.js";
import { lanes, paddedRows, splatOfLane, sumOfLanes, sumsOfLanes } from "./lanes.js";
import { FunctionWriter, type Local } from "../../../util/wasm/moduleWriter.js";
import { vectorInstructions, type VectorValues } from "./vectorInstructions.js";
import { isWideLoop, vectorsAtOnce } from "./vectorLoops.js";

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

/** A number of each sample, a vector of them after the other; one vector where it is the same for all. */
type Samples = readonly Code[];

/**
 * Writes a kernel as a function of the addresses of columns (one after the other, padded) and of the
 * step's scalars. Every vector is four samples wide; what does not depend on the sample is the same in
 * all lanes. Where there are loops inside the one over samples, several vectors go through them together;
 * loops outside of it take four of their own elements at a time where they can.
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
  /** The axis whose elements are in the lanes, and how many of them count. */
  let wide: { readonly axis: Axis; readonly count: number } | undefined;
  let insideSamples = false;
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
  /** Of what is the same for all samples, one number is kept. */
  const isNumber = ({ axes }: Expression) => !axes.includes(samples);
  const numberAddress = ({ axes, strides }: ScratchPlace) =>
    addressOf(scratch.get, axes, strides, 4);
  const loadNumbers = (axes: readonly Axis[]) =>
    wide && axes.includes(wide.axis) ? v128.load : v128.load32Splat;

  const leaf = (expression: Expression): Samples => {
    switch (expression.kind) {
      case "constant":
        return [f32x4.const(expression.value)];
      case "scalar":
        return [v128.load32Splat(scalars.get, 4 * memory.scalarNames.indexOf(expression.name))];
      case "parameter": {
        const address = addressOf(i32.const(0), expression.axes, expression.strides, 4);
        return [loadNumbers(expression.axes)(address, memory.parameters + 4 * expression.offset)];
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
  const store = (value: Samples, place: ScratchPlace): void => {
    const address = scratchAddress(place);
    fn.emit(...value.map((vector, i) => v128.store(address, vector, scratchOffset(place, i))));
  };
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
    keep(value, place, expression) {
      if (!isNumber(expression)) return store(value, place);
      const address = numberAddress(place);
      const [vector] = value;
      fn.emit(
        wide
          ? v128.store(address, vector, scratchOffset(place))
          : f32.store(address, f32x4.extractLane(vector, 0), scratchOffset(place)),
      );
    },
    readKept(place, expression) {
      if (!isNumber(expression)) return load(place, expression);
      return [named(loadNumbers(place.axes)(numberAddress(place), scratchOffset(place)))];
    },
    loop(axis, body, inside) {
      const index = indexOf(axis);
      if (axis !== samples && !insideSamples && isWideLoop(axis, samples, inside)) {
        return wideLoop(axis, index, body);
      }
      if (axis === samples) insideSamples = true;
      const step = axis === samples ? vectorBytes * atOnce : 1;
      const end = axis === samples ? columnBytes : axis.size;
      const statements = fn.capture(() => functions.inLoop(body));
      const advance = index.set(i32.add(index.get, i32.const(step)));
      fn.emit(
        index.set(i32.const(0)),
        loopUntil([...statements, advance], i32.geU(index.get, i32.const(end))),
      );
      if (axis === samples) insideSamples = false;
    },
    beginLocal: (reduction) => vectors(reduction, () => named(neutral(reduction))),
    accumulateLocal(reduction, accumulator, value) {
      if (wide) {
        const [sum] = accumulator;
        const elements = Array.from({ length: wide.count }, (_, i) => splatOfLane(value[0], i));
        const all = elements.reduce((total, one) => combine(reduction, total, one), sum);
        return fn.emit(assign(sum, all));
      }
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
      store(accumulated(reduction, load(place, reduction), value), place);
    },
    finishArray(reduction, place) {
      if (!wide) return acrossLanes(reduction, load(place, reduction));
      const address = scratchAddress(place);
      const elements = Array.from({ length: lanes }, (_, i) =>
        v128.load(address, scratchOffset(place, i)),
      );
      return [named(sumsOfLanes(elements, named))];
    },
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
      if (wide?.count === lanes) {
        const sums = adds ? f32x4.add(v128.load(address, place), value[0]) : value[0];
        return fn.emit(v128.store(address, sums, place));
      }
      for (let i = 0; i < (wide?.count ?? 1); i++) {
        const lane = f32x4.extractLane(value[0], i);
        const at = place + 4 * i;
        const sum = adds ? f32.add(f32.load(address, at), lane) : lane;
        fn.emit(f32.store(address, sum, at));
      }
    },
  };
  /** Four elements at a time, then the rest of them; what is computed of others then is not used. */
  const wideLoop = (axis: Axis, index: Local, body: () => void): void => {
    const rest = axis.size % lanes;
    const statementsFor = (count: number) => {
      wide = { axis, count };
      const statements = fn.capture(() => functions.inLoop(body));
      wide = undefined;
      return statements;
    };
    fn.emit(index.set(i32.const(0)));
    if (axis.size >= lanes) {
      const advance = index.set(i32.add(index.get, i32.const(lanes)));
      const end = i32.const(axis.size - rest);
      fn.emit(loopUntil([...statementsFor(lanes), advance], i32.geU(index.get, end)));
    }
    if (rest > 0) fn.emit(...statementsFor(rest));
  };
  let scratchSize = 0;
  const statements = fn.capture(() => {
    scratchSize = walkSchedule(kernel, writer, sizeOf, atOnce);
  });
  const base = memory.reserve(scratchSize * vectorBytes);
  fn.emit(scratch.set(i32.const(base)), ...statements);
  return fn;
}

/** Assigns to the variable that some code reads. */
function assign(variable: Code, value: Code): Code {
  const [, index] = variable;
  return [value, 0x21, index];
}
