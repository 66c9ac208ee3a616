import {
  type Axis,
  type Expression,
  inTopologicalOrder,
  operands,
  withOperands,
} from "../../graph/expression.js";
import type { Kernel } from "../../graph/kernel.js";
import { schedule } from "../../graph/schedule.js";
import { writeColumnsFunction } from "./columnsFunction.js";
import { paddedRows } from "./lanes.js";
import type { FunctionWriter } from "../../../util/wasm/moduleWriter.js";

type Input = Extract<Expression, { kind: "input" }>;

/** Functions that take so many instructions that their values are worth a place in memory. */
const costly = new Set(["exp", "expm1", "log", "sin", "cos", "tanh", "sinh", "cosh", "sigmoid"]);

/**
 * The columns of a batch in memory: those that are drawn or copied, and behind them, in blocks as large as all
 * of those, costly functions of single inputs, such as logarithms. They are computed once for all kernels that
 * read the batch, in one straight loop.
 */
export class BatchColumns {
  /** Functions of one number, by their text. */
  private readonly functions = new Map<string, Expression>();
  private readonly numbers: Axis;

  /** @param count of columns that are drawn or copied */
  constructor(
    rows: number,
    private readonly count: number,
  ) {
    this.numbers = { name: "number", size: paddedRows(rows) * count };
  }

  /** Bytes of a batch, once all kernels are known. */
  get bytes(): number {
    return (1 + this.functions.size) * this.numbers.size * 4;
  }

  /** A function that computes what kernels read, of the address of a batch; null: they read no functions. */
  writeFunction(reserve: (bytes: number) => number): FunctionWriter | null {
    const functions = [...this.functions.values()];
    return functions.length > 0
      ? writeColumnsFunction(functions, this.numbers.size, reserve)
      : null;
  }

  /**
   * The same kernel, reading costly functions of inputs from columns.
   *
   * @param columnAt where each of the kernel's columns is
   */
  reading(kernel: Kernel, columnAt: (column: number) => number): Kernel {
    const { samples } = kernel;
    const all = inTopologicalOrder(kernel.outputs.map(({ value }) => value));
    const needed = neededFunctions(kernel, all);
    const replaced = new Map<Expression, Expression>();
    for (const expression of all) {
      const input = needed.get(expression);
      if (input) replaced.set(expression, this.columnsOf(expression, input));
      else if (expression.kind === "input") {
        replaced.set(expression, { ...expression, offset: columnAt(expression.offset) });
      } else {
        const parts = operands(expression).map((part) => replaced.get(part)!);
        replaced.set(expression, withOperands(expression, parts, expression.axes));
      }
    }
    const outputs = kernel.outputs.map((output) => ({
      ...output,
      value: replaced.get(output.value)!,
    }));
    return { ...schedule(outputs, samples), outputs, samples };
  }

  /** The columns that hold a function of an input. */
  private columnsOf(expression: Expression, input: Input): Input {
    const text = textOf(expression, input);
    if (!this.functions.has(text)) {
      const number: Input = { ...input, axes: [this.numbers], offset: 0, strides: [1] };
      this.functions.set(text, withInput(expression, input, number));
    }
    const block = 1 + [...this.functions.keys()].indexOf(text);
    return { ...input, offset: input.offset + block * this.count, isFinite: false };
  }
}

/** Costly functions of one input that something else is made of, and that input. */
function neededFunctions(
  { outputs }: Kernel,
  all: readonly Expression[],
): ReadonlyMap<Expression, Input> {
  const inputs = new Map<Expression, Input>();
  const constants = new Set<Expression>();
  const worthy = new Set<Expression>();
  // A power leaves the logarithm of its base, with other last bits than the function's own.
  const bases = new Set(
    all.flatMap((one) => (one.kind === "binary" && one.operator === "power" ? [one.left] : [])),
  );
  const needed = new Map<Expression, Input>();
  const need = (expression: Expression): void => {
    const input = inputs.get(expression);
    if (input && worthy.has(expression)) needed.set(expression, input);
  };
  for (const expression of all) {
    const parts = operands(expression);
    // Inputs that are written out one by one are few: their functions stay in registers.
    if (expression.kind === "input" && expression.axes.length > 1) {
      inputs.set(expression, expression);
      continue;
    }
    const varying = parts.filter((part) => !constants.has(part));
    if (expression.kind === "constant" || (parts.length > 0 && varying.length === 0)) {
      constants.add(expression);
      continue;
    }
    const [input, ...others] = new Set(varying.map((part) => inputs.get(part)));
    const isPure = expression.kind !== "reduce" && expression.kind !== "stack";
    if (isPure && input && others.length === 0) {
      inputs.set(expression, input);
      const isCostly =
        expression.kind === "unary" &&
        costly.has(expression.operator) &&
        !bases.has(expression.argument);
      if (isCostly || parts.some((part) => worthy.has(part))) worthy.add(expression);
    } else parts.forEach(need);
  }
  for (const { value } of outputs) need(value);
  return needed;
}

/** Tells functions of an input apart. */
function textOf(expression: Expression, input: Input): string {
  return JSON.stringify(expression, (key, value: unknown) => {
    if (key === "axes") return undefined;
    if (value === input) return `input ${input.isFinite}`;
    return typeof value === "number" ? `${Object.is(value, -0) ? "-0" : value}` : value;
  });
}

/** The same function of another input. */
function withInput(expression: Expression, input: Input, other: Input): Expression {
  const replaced = new Map<Expression, Expression>([[input, other]]);
  for (const part of inTopologicalOrder([expression])) {
    if (replaced.has(part)) continue;
    replaced.set(
      part,
      withOperands(
        part,
        operands(part).map((operand) => replaced.get(operand)!),
      ),
    );
  }
  return replaced.get(expression)!;
}
