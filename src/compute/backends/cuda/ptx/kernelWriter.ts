import type { Axis, Expression } from "../../../graph/expression.js";
import type { Kernel } from "../../../graph/kernel.js";
import type { Reduce, Statement } from "../../../graph/schedule.js";
import { findValueRanges } from "../../../graph/valueRange.js";
import {
  walkSchedule,
  type ScheduleWriter,
  type ScratchPlace,
} from "../../../graph/walkSchedule.js";
import { ElementaryFunctions } from "../../formulas/elementary.js";
import { writeFormula } from "../../formulas/formula.js";
import { SampleSums, sumLanes, sumsInLoops } from "./sampleSums.js";
import {
  literalOf,
  singleLiteral,
  warpThreads,
  type Operand,
  type PtxFunction,
} from "./ptxFunction.js";
import { inRegister, ptxInstructions, type PtxValues } from "./ptxInstructions.js";

/** Addresses (registers) of a kernel's arrays. */
export interface KernelAddresses {
  /** The thread's place in its warp. */
  readonly lane: Operand;
  /** Columns that inputs are read from, each padded to a multiple of the warp. */
  readonly columns: Operand;
  /** A column that lies elsewhere, and where. */
  readonly moved?: { readonly column: number; readonly at: Operand };
  readonly parameters: Operand;
  readonly gradients: Operand;
  readonly results: Operand;
  /** The step's scalars. */
  readonly scalars: Operand;
  readonly scalarNames: readonly string[];
  /** Only so many samples, a multiple of the warp, from the one on that a register has; absent: all. */
  readonly part?: { readonly first: Operand; readonly count: number };
}

/** Samples of a column with its padding. */
export function paddedColumn(rows: number): number {
  return Math.ceil(rows / warpThreads) * warpThreads;
}

/**
 * Writes a kernel for a warp: a sample a thread, 32 samples at a time. What does not depend on the
 * sample is computed by all threads alike; the first one writes it. Sums over samples are taken in the
 * order of WebAssembly's four lanes, so that they have the same bits.
 *
 * @returns result 0, as a register of every thread
 */
export function writeKernel(
  fn: PtxFunction,
  kernel: Kernel,
  addresses: KernelAddresses,
): Operand | undefined {
  const target = ptxInstructions(fn);
  const { single, integer } = target;
  const { part } = addresses;
  const functions = new ElementaryFunctions<PtxValues>(target);
  const ranges = findValueRanges(kernel.outputs.map(({ value }) => value));
  const rows = kernel.samples.size;
  const columnRows = paddedColumn(rows);
  const indices = new Map<Axis, Operand>();
  const sizeOf = (axis: Axis) => (axis === kernel.samples ? columnRows / warpThreads : axis.size);
  const isLeader = fn.op("pred", "setp.eq.u32", addresses.lane, "0");
  let firstResult: Operand | undefined;

  /** The index on an axis; that of the samples is the sample's. */
  const indexOf = (axis: Axis): Operand => {
    const index = indices.get(axis) ?? fn.register("b32");
    indices.set(axis, index);
    return index;
  };
  const address = (
    base: Operand,
    offset: number,
    axes: readonly Axis[],
    strides: readonly number[],
    index: (axis: Axis) => Operand = indexOf,
  ): Operand => {
    let known = offset;
    let place: Operand | undefined;
    for (const [i, axis] of axes.entries()) {
      const at = index(axis);
      const stride = String(strides[i]);
      const literal = literalOf(at);
      if (literal !== undefined) known += literal * strides[i];
      else if (place === undefined) place = fn.op("b32", "mul.lo.u32", at, stride);
      else place = fn.op("b32", "mad.lo.u32", at, stride, place);
    }
    const start = place === undefined ? base : fn.op("b64", "mad.wide.u32", place, "4", base);
    return `[${start}+${4 * known}]`;
  };
  // How much memory a thread needs is known only when all is written: its address comes first.
  const scratch = fn.lateLocal();
  const inScratch = ({ base, axes, strides }: ScratchPlace, index = indexOf) =>
    address(scratch.address, base, axes, strides, (axis) => {
      if (axis !== kernel.samples) return index(axis);
      if (part) throw new RangeError("A part of the samples keeps nothing of each");
      return integer.shrU(index(axis), 5);
    });
  const inLoops = sumsInLoops(kernel);
  const sampleSums = new SampleSums(fn, inLoops, { lane: addresses.lane, indexOf, inScratch });
  const outer = axesAroundLoops(kernel.statements);
  const inLoop = (axis: Axis, body: () => void) =>
    sampleSums.inLoop(axis, () => functions.inLoop(body));

  const leaf = (expression: Expression): Operand => {
    switch (expression.kind) {
      case "constant":
        return singleLiteral(expression.value);
      case "scalar": {
        const place = addresses.scalarNames.indexOf(expression.name);
        return fn.op("f32", "ld.global.f32", `[${addresses.scalars}+${4 * place}]`);
      }
      case "parameter": {
        const { offset, axes, strides } = expression;
        const from = address(addresses.parameters, offset, axes, strides);
        return fn.op("f32", "ld.global.f32", from);
      }
      case "input": {
        const strides = expression.strides.map((stride, i) => (i === 0 ? 1 : stride * columnRows));
        const { moved } = addresses;
        const from =
          moved?.column === expression.offset
            ? address(moved.at, 0, expression.axes, strides)
            : address(addresses.columns, expression.offset * columnRows, expression.axes, strides);
        return fn.op("f32", "ld.global.f32", from);
      }
      default:
        throw new TypeError(`${expression.kind} is no leaf`);
    }
  };
  const isOverSamples = ({ axis }: Reduce) => axis === kernel.samples;
  const neutral = ({ operator }: Reduce) => singleLiteral(operator === "sum" ? 0 : 1);
  /** What a thread adds to a sum over samples: nothing, where it has no sample. */
  const termOf = (value: Operand): Operand => {
    const isSample = () => fn.op("pred", "setp.lt.u32", indexOf(kernel.samples), String(rows));
    return inRegister(fn, columnRows === rows ? value : single.orZero(value, isSample()));
  };
  /** Adds what the threads of the same lane have, one sample after the other. */
  const accumulated = (reduction: Reduce, sum: Operand, value: Operand): Operand => {
    if (!isOverSamples(reduction)) {
      return reduction.operator === "sum" ? single.add(sum, value) : single.mul(sum, value);
    }
    if (reduction.operator !== "sum") throw new RangeError("There are no products over samples");
    const term = termOf(value);
    const lane = integer.and(addresses.lane, integer.const(sumLanes - 1));
    let total = sum;
    for (let first = 0; first < warpThreads; first += sumLanes) {
      const source = integer.add(lane, integer.const(first));
      const part = fn.op("f32", "shfl.sync.idx.b32", term, source, "0x1f", "0xffffffff");
      total = single.add(total, part);
    }
    return total;
  };
  const acrossLanes = (reduction: Reduce, sum: Operand): Operand => {
    if (!isOverSamples(reduction)) return sum;
    const across = (value: Operand, mask: number) =>
      single.add(
        value,
        fn.op("f32", "shfl.sync.bfly.b32", value, String(mask), "0x1f", "0xffffffff"),
      );
    return across(across(inRegister(fn, sum), 1), 2);
  };

  const writer: ScheduleWriter<Operand> = {
    leaf,
    nameLeaf: leaf,
    name: (expression, values) => writeFormula(expression, values, { target, functions, ranges }),
    keep: (value, place) => fn.emit(`st.local.f32 ${inScratch(place)}, ${inRegister(fn, value)}`),
    readKept: (place) => fn.op("f32", "ld.local.f32", inScratch(place)),
    loop(axis, body) {
      const mayWriteOut = axis !== kernel.samples && axis.size <= mostTimes && !outer.has(axis);
      if (mayWriteOut && writeOut(fn, axis, indices, () => inLoop(axis, body))) return;
      const index = indexOf(axis);
      const isSamples = axis === kernel.samples;
      const inPart = isSamples ? part : undefined;
      fn.emit(`mov.b32 ${index}, ${isSamples ? addresses.lane : "0"}`);
      if (inPart) fn.emit(`add.u32 ${index}, ${index}, ${inPart.first}`);
      const end = inPart
        ? fn.op("b32", "add.u32", inPart.first, String(inPart.count))
        : String(isSamples ? columnRows : axis.size);
      fn.count(index, isSamples ? warpThreads : 1, end, () => inLoop(axis, body));
    },
    beginLocal: (reduction) => fn.variable("f32", neutral(reduction)),
    accumulateLocal(reduction, accumulator, value) {
      fn.emit(`mov.f32 ${accumulator}, ${accumulated(reduction, accumulator, value)}`);
    },
    finishLocal: acrossLanes,
    beginArray(reduction, place) {
      if (inLoops.has(reduction)) return sampleSums.begin(place);
      const count = place.axes.reduce((product, axis) => product * sizeOf(axis), 1);
      const index = fn.variable("b32", "0");
      const value = fn.variable("f32", neutral(reduction));
      fn.count(index, 1, String(count), () => {
        const at = fn.op("b64", "mad.wide.u32", index, "4", scratch.address);
        fn.emit(`st.local.f32 [${at}+${4 * place.base}], ${value}`);
      });
    },
    accumulateArray(reduction, place, value) {
      if (inLoops.has(reduction)) return sampleSums.add(place, termOf(value));
      const at = inScratch(place);
      const sum = accumulated(reduction, fn.op("f32", "ld.local.f32", at), value);
      fn.emit(`st.local.f32 ${at}, ${sum}`);
    },
    finishArray(reduction, place) {
      const sum = inLoops.has(reduction)
        ? sampleSums.finish(place)
        : fn.op("f32", "ld.local.f32", inScratch(place));
      return acrossLanes(reduction, sum);
    },
    write({ array, offset, axes, strides, adds }, value) {
      const register = inRegister(fn, value);
      if (array === "columns") {
        const at = address(addresses.columns, offset * columnRows, axes, strides);
        return fn.emit(`st.global.f32 ${at}, ${register}`);
      }
      if (array === "results" && offset === 0) firstResult = register;
      fn.when(isLeader, () => {
        const at = address(addresses[array], offset, axes, strides);
        const sum = adds ? single.add(fn.op("f32", "ld.global.f32", at), register) : register;
        fn.emit(`st.global.f32 ${at}, ${sum}`);
      });
    },
  };
  scratch.reserve(4 * walkSchedule(kernel, writer, sizeOf));
  return firstResult;
}

/** Short loops are written out, so many times at most, and bodies of so many instructions at most. */
const mostTimes = 16;
const mostInstructions = 80;

/** Axes of loops that have loops inside. */
function axesAroundLoops(statements: readonly Statement[]): ReadonlySet<Axis> {
  const found = new Set<Axis>();
  for (const statement of statements) {
    if (statement.kind !== "loop") continue;
    if (statement.body.some(({ kind }) => kind === "loop")) found.add(statement.axis);
    for (const axis of axesAroundLoops(statement.body)) found.add(axis);
  }
  return found;
}

/**
 * Writes a loop's body once for each index, which addresses then hold already.
 *
 * @returns false where the body is too long for it: nothing is written
 */
function writeOut(
  fn: PtxFunction,
  axis: Axis,
  indices: Map<Axis, Operand>,
  body: () => void,
): boolean {
  const known = indices.get(axis);
  const start = fn.length;
  let isShort = true;
  for (let index = 0; index < axis.size && isShort; index++) {
    indices.set(axis, String(index));
    body();
    isShort = fn.length - start <= (index + 1) * mostInstructions;
  }
  if (known === undefined) indices.delete(axis);
  else indices.set(axis, known);
  if (!isShort) fn.rewind(start);
  return isShort;
}
