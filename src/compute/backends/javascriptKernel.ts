import type {
  Axis,
  BinaryOperator,
  Comparison,
  Expression,
  UnaryOperator,
} from "../graph/expression.js";
import { powerOfNonNegative, roundHalfToEven } from "../graph/evaluateOperator.js";
import type { Kernel } from "../graph/kernel.js";
import type { Reduce } from "../graph/schedule.js";
import { exact } from "../../util/exactMath.js";
import { walkSchedule, type ScheduleWriter, type ScratchPlace } from "../graph/walkSchedule.js";

/** Everything that a kernel reads and writes. */
export interface KernelArrays {
  readonly parameters: Float64Array;
  /** In the order of the names that the kernel was compiled with. */
  readonly scalars: Float64Array;
  /** The columns that inputs are read from, one after the other; some kernels write columns, too. */
  readonly batch: Float64Array;
  readonly results: Float64Array;
  readonly gradients: Float64Array;
}

/**
 * Compiles a kernel to JavaScript.
 *
 * @param precision 32: the result of each operation is rounded to single precision, in double precision arrays
 */
export function compileJavascriptKernel(
  kernel: Kernel,
  scalarNames: readonly string[],
  precision: 32 | 64 = 64,
): (arrays: KernelArrays) => void {
  const rounded = precision === 32 ? (value: string) => `Math.fround(${value})` : plain;
  const { source, scratchSize } = writeJavascript(kernel, scalarNames, rounded);
  // The source is made of numbers and generated names alone, whatever a module is called.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const make = new Function("exact", "power", "roundHalfToEven", "scratch", source) as (
    functions: typeof exact,
    power: typeof powerOfNonNegative,
    round: typeof roundHalfToEven,
    scratch: Float64Array,
  ) => (arrays: KernelArrays) => void;
  return make(exact, powerOfNonNegative, roundHalfToEven, new Float64Array(scratchSize));
}

function writeJavascript(
  kernel: Kernel,
  scalarNames: readonly string[],
  rounded: (value: string) => string,
): { source: string; scratchSize: number } {
  const lines: string[] = [];
  const axisNames = new Map<Axis, string>();
  let names = 0;
  const fresh = (value: string, keyword = "const"): string => {
    const name = `v${names++}`;
    lines.push(`${keyword} ${name} = ${value};`);
    return name;
  };
  const indexOf = (axis: Axis): string => {
    const name = axisNames.get(axis) ?? `i${axisNames.size}`;
    axisNames.set(axis, name);
    return name;
  };
  const position = (offset: number, axes: readonly Axis[], strides: readonly number[]): string =>
    [String(offset), ...axes.map((axis, i) => `${indexOf(axis)} * ${strides[i]}`)].join(" + ");
  const inScratch = ({ base, axes, strides }: ScratchPlace): string =>
    `scratch[${position(base, axes, strides)}]`;

  const leaf = (expression: Expression): string => {
    switch (expression.kind) {
      case "constant":
        return literal(expression.value);
      case "scalar":
        return `scalars[${scalarNames.indexOf(expression.name)}]`;
      case "parameter":
        return `parameters[${position(expression.offset, expression.axes, expression.strides)}]`;
      case "input": {
        const rows = kernel.samples.size;
        const strides = expression.axes.map((axis, i) =>
          axis === kernel.samples ? 1 : expression.strides[i] * rows,
        );
        return `batch[${position(expression.offset * rows, expression.axes, strides)}]`;
      }
      default:
        throw new TypeError(`${expression.kind} is no leaf`);
    }
  };
  const accumulated = ({ operator }: Reduce, sum: string, value: string): string =>
    `${sum} = ${rounded(`${sum} ${operator === "sum" ? "+" : "*"} ${value}`)};`;
  const writer: ScheduleWriter<string> = {
    leaf,
    nameLeaf: (expression) => fresh(rounded(leaf(expression))),
    name: (expression, values) => fresh(rounded(formula(expression, values))),
    keep: (value, place) => lines.push(`${inScratch(place)} = ${value};`),
    readKept: (place) => fresh(inScratch(place)),
    loop(axis, body) {
      const index = indexOf(axis);
      lines.push(`for (let ${index} = 0; ${index} < ${axis.size}; ${index}++) {`);
      body();
      lines.push("}");
    },
    beginLocal: ({ operator }) => fresh(operator === "sum" ? "0" : "1", "let"),
    accumulateLocal(reduction, accumulator, value) {
      lines.push(accumulated(reduction, accumulator, value));
    },
    finishLocal: (_, accumulator) => accumulator,
    beginArray({ operator }, { base, axes }) {
      const size = axes.reduce((product, axis) => product * axis.size, 1);
      lines.push(`scratch.fill(${operator === "sum" ? 0 : 1}, ${base}, ${base + size});`);
    },
    accumulateArray(reduction, place, value) {
      lines.push(accumulated(reduction, inScratch(place), value));
    },
    finishArray: (_, place) => fresh(inScratch(place)),
    write({ array, offset, axes, strides, adds }, value) {
      const isColumn = array === "columns";
      const start = isColumn ? offset * kernel.samples.size : offset;
      const target = `${isColumn ? "batch" : array}[${position(start, axes, strides)}]`;
      lines.push(`${target} ${adds ? "+=" : "="} ${value};`);
    },
  };
  const scratchSize = walkSchedule(kernel, writer, (axis) => axis.size);
  const source = `"use strict";
return ({ parameters, scalars, batch, results, gradients }) => {
${lines.join("\n")}
};`;
  return { source, scratchSize };
}

const plain = (value: string): string => value;

function formula(expression: Expression, values: readonly string[]): string {
  const [first, second, third, fourth] = values;
  switch (expression.kind) {
    case "unary":
      return unaryFormulas[expression.operator](first);
    case "binary":
      return binaryFormulas[expression.operator](first, second);
    case "clamp": {
      const low = literal(expression.low);
      const high = literal(expression.high);
      return `${first} < ${low} ? ${low} : ${first} > ${high} ? ${high} : ${first}`;
    }
    case "select":
      return `${first} ${comparisons[expression.comparison]} ${second} ? ${third} : ${fourth}`;
    case "constant":
    case "parameter":
    case "input":
    case "scalar":
    case "reduce":
    case "stack":
      throw new TypeError(`${expression.kind} is no formula`);
  }
}

const unaryFormulas: Record<UnaryOperator, (x: string) => string> = {
  negate: (x) => `-${x}`,
  abs: (x) => `Math.abs(${x})`,
  sign: (x) => `${x} > 0 ? 1 : ${x} < 0 ? -1 : 0`,
  square: (x) => `${x} * ${x}`,
  sqrt: (x) => `Math.sqrt(${x})`,
  exp: (x) => `exact.exp(${x})`,
  expm1: (x) => `exact.expm1(${x})`,
  log: (x) => `exact.log(${x})`,
  sin: (x) => `exact.sin(${x})`,
  cos: (x) => `exact.cos(${x})`,
  tanh: (x) => `exact.tanh(${x})`,
  sinh: (x) => `exact.sinh(${x})`,
  cosh: (x) => `exact.cosh(${x})`,
  sigmoid: (x) => `1 / (1 + exact.exp(-${x}))`,
  relu: (x) => `${x} < 0 ? 0 : ${x}`,
  round: (x) => `roundHalfToEven(${x})`,
};

const binaryFormulas: Record<BinaryOperator, (x: string, y: string) => string> = {
  add: (x, y) => `${x} + ${y}`,
  subtract: (x, y) => `${x} - ${y}`,
  multiply: (x, y) => `${x} * ${y}`,
  divide: (x, y) => `${x} / ${y}`,
  minimum: (x, y) => `Math.min(${x}, ${y})`,
  maximum: (x, y) => `Math.max(${x}, ${y})`,
  power: (x, y) => `power(${x}, ${y})`,
};

const comparisons: Record<Comparison, string> = { less: "<", lessOrEqual: "<=", equal: "===" };

/** In brackets: a minus sign must not meet another one. */
function literal(value: number): string {
  return Object.is(value, -0) ? "(-0)" : `(${value})`;
}
