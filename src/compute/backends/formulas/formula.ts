import type { Expression } from "../../graph/expression.js";
import { isFiniteMagnitude, isPositiveNormal, type ValueRange } from "../../graph/valueRange.js";
import type { ElementaryFunctions } from "./elementary.js";
import type { Instructions, Values } from "./instructions.js";

/** What formulas are written with. */
export interface FormulaContext<T extends Values> {
  readonly target: Instructions<T>;
  readonly functions: ElementaryFunctions<T>;
  /** Ranges of the operands: functions skip what cannot occur. */
  readonly ranges: ReadonlyMap<Expression, ValueRange>;
}

/** One operator, given its operands. */
export function writeFormula<T extends Values>(
  expression: Expression,
  values: readonly T["single"][],
  context: FormulaContext<T>,
): T["single"] {
  const { functions, ranges } = context;
  const { single } = context.target;
  const [first, second, third, fourth] = values;
  switch (expression.kind) {
    case "unary":
      return writeUnary(expression, first, context);
    case "binary":
      switch (expression.operator) {
        case "add":
          return single.add(first, second);
        case "subtract":
          return single.sub(first, second);
        case "multiply":
          return single.mul(first, second);
        case "divide":
          return single.div(first, second);
        case "minimum":
          return single.min(first, second);
        case "maximum":
          return single.max(first, second);
        case "power":
          return functions.power(first, second, isFiniteMagnitude(ranges.get(expression.left)!));
      }
      break;
    case "clamp": {
      const low = single.const(expression.low);
      return single.pmin(single.pmax(first, low), single.const(expression.high));
    }
    case "select": {
      const compare = { less: single.lt, lessOrEqual: single.le, equal: single.eq };
      const mask = compare[expression.comparison](first, second);
      if (isZero(expression.whenFalse)) return single.orZero(third, mask);
      if (isZero(expression.whenTrue)) return single.zeroWhere(fourth, mask);
      return single.select(mask, third, fourth);
    }
    case "constant":
    case "parameter":
    case "input":
    case "scalar":
    case "reduce":
    case "stack":
      throw new TypeError(`${expression.kind} is no formula`);
  }
}

function writeUnary<T extends Values>(
  { operator, argument }: Extract<Expression, { kind: "unary" }>,
  x: T["single"],
  { target: { single }, functions, ranges }: FormulaContext<T>,
): T["single"] {
  switch (operator) {
    case "negate":
      return single.neg(x);
    case "abs":
    case "sign":
    case "sqrt":
      return single[operator](x);
    case "square":
      return single.mul(x, x);
    case "relu":
      return single.pmax(x, single.const(0));
    case "round":
      return single.nearest(x);
    case "log":
      return functions.log(x, isPositiveNormal(ranges.get(argument)!));
    case "exp":
    case "expm1":
    case "sin":
    case "cos":
    case "tanh":
    case "sinh":
    case "cosh":
    case "sigmoid":
      return functions[operator](x);
  }
}

function isZero(expression: Expression): boolean {
  return expression.kind === "constant" && Object.is(expression.value, 0);
}
