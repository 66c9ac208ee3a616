import type { Expression } from "../../graph/expression.js";
import { isFiniteMagnitude, isPositiveNormal, type ValueRange } from "../../graph/valueRange.js";
import type { Code } from "./code.js";
import { f32x4, v128 } from "./instructions.js";
import type { VectorMath } from "./vectorMath.js";

/** What formulas are written with. */
export interface FormulaContext {
  readonly math: VectorMath;
  /** Ranges of the operands: functions skip what cannot occur. */
  readonly ranges: ReadonlyMap<Expression, ValueRange>;
}

/** The code of one operator, given that of its operands. */
export function formulaCode(
  expression: Expression,
  values: readonly Code[],
  context: FormulaContext,
): Code {
  const { math, ranges } = context;
  const [first, second, third, fourth] = values;
  switch (expression.kind) {
    case "unary":
      return unaryCode(expression, first, context);
    case "binary":
      switch (expression.operator) {
        case "add":
          return f32x4.add(first, second);
        case "subtract":
          return f32x4.sub(first, second);
        case "multiply":
          return f32x4.mul(first, second);
        case "divide":
          return f32x4.div(first, second);
        case "minimum":
          return f32x4.min(first, second);
        case "maximum":
          return f32x4.max(first, second);
        case "power":
          return math.power(first, second, isFiniteMagnitude(ranges.get(expression.left)!));
      }
      break;
    case "clamp": {
      const low = f32x4.const(expression.low);
      return f32x4.pmin(f32x4.pmax(first, low), f32x4.const(expression.high));
    }
    case "select": {
      const compare = { less: f32x4.lt, lessOrEqual: f32x4.le, equal: f32x4.eq };
      const mask = compare[expression.comparison](first, second);
      if (isZero(expression.whenFalse)) return v128.and(third, mask);
      if (isZero(expression.whenTrue)) return v128.andnot(fourth, mask);
      return v128.bitselect(third, fourth, mask);
    }
    case "constant":
    case "parameter":
    case "input":
    case "scalar":
    case "reduce":
      throw new TypeError(`${expression.kind} is no formula`);
  }
}

function unaryCode(
  { operator, argument }: Extract<Expression, { kind: "unary" }>,
  x: Code,
  { math, ranges }: FormulaContext,
): Code {
  switch (operator) {
    case "negate":
      return f32x4.neg(x);
    case "abs":
      return f32x4.abs(x);
    case "sign": {
      const plus = v128.and(f32x4.gt(x, f32x4.const(0)), f32x4.const(1));
      return v128.or(plus, v128.and(f32x4.lt(x, f32x4.const(0)), f32x4.const(-1)));
    }
    case "square":
      return f32x4.mul(x, x);
    case "sqrt":
      return f32x4.sqrt(x);
    case "relu":
      return f32x4.pmax(x, f32x4.const(0));
    case "round":
      return f32x4.nearest(x);
    case "log":
      return math.log(x, isPositiveNormal(ranges.get(argument)!));
    case "exp":
    case "expm1":
    case "sin":
    case "cos":
    case "tanh":
    case "sinh":
    case "cosh":
    case "sigmoid":
      return math[operator](x);
  }
}

function isZero(expression: Expression): boolean {
  return expression.kind === "constant" && Object.is(expression.value, 0);
}
