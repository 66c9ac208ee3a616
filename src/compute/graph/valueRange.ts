import { inTopologicalOrder, operands, type Expression } from "./expression.js";

/** Where an expression's values are, as far as it can be told from its form. */
export interface ValueRange {
  readonly low: number;
  readonly high: number;
  /** Whether it can be not-a-number. */
  readonly mayBeNaN: boolean;
}

/** Largest single precision number. */
export const largestSingle = (2 - 2 ** -23) * 2 ** 127;

const anything: ValueRange = { low: -Infinity, high: Infinity, mayBeNaN: true };

/**
 * Ranges of expressions and all their parts, in single precision. Parameters are taken to be numbers:
 * a step that leaves another one is the last.
 */
export function findValueRanges(roots: readonly Expression[]): Map<Expression, ValueRange> {
  const ranges = new Map<Expression, ValueRange>();
  for (const expression of inTopologicalOrder(roots)) {
    ranges.set(expression, overflowing(rangeOf(expression, ranges)));
  }
  return ranges;
}

/** Whether all values are positive, finite and neither denormal nor not-a-number. */
export function isPositiveNormal({ low, high, mayBeNaN }: ValueRange): boolean {
  return !mayBeNaN && low >= 2 ** -125 && high <= largestSingle;
}

/** Whether all values are finite and at least 0. */
export function isFiniteMagnitude({ low, high, mayBeNaN }: ValueRange): boolean {
  return !mayBeNaN && low >= 0 && high <= largestSingle;
}

function rangeOf(expression: Expression, ranges: ReadonlyMap<Expression, ValueRange>): ValueRange {
  const [first, second, third, fourth] = operands(expression).map((part) => ranges.get(part)!);
  switch (expression.kind) {
    case "constant":
      return range(expression.value, expression.value);
    case "parameter":
      return range(-Infinity, Infinity);
    case "input":
      return expression.isFinite ? range(-largestSingle, largestSingle) : anything;
    case "scalar":
    case "reduce":
      return anything;
    case "clamp": {
      const low = Math.min(Math.max(first.low, expression.low), expression.high);
      const high = Math.max(Math.min(first.high, expression.high), expression.low);
      return { low, high, mayBeNaN: first.mayBeNaN };
    }
    case "select":
      return hull(third, fourth);
    case "stack":
      return expression.parts.map((part) => ranges.get(part)!).reduce(hull);
    case "unary":
      switch (expression.operator) {
        case "negate":
          return { low: -first.high, high: -first.low, mayBeNaN: first.mayBeNaN };
        case "abs": {
          const low = Math.max(0, first.low, -first.high);
          return { low, high: Math.max(-first.low, first.high), mayBeNaN: first.mayBeNaN };
        }
        case "sigmoid":
          return { low: 0, high: 1, mayBeNaN: first.mayBeNaN };
        case "tanh":
          return { low: -1, high: 1, mayBeNaN: first.mayBeNaN };
        default:
          return anything;
      }
    case "binary":
      switch (expression.operator) {
        case "add":
          return mixtureRange(expression.left, expression.right, ranges) ?? sumRange(first, second);
        case "subtract":
          return sumRange(first, { ...second, low: -second.high, high: -second.low });
        case "multiply":
          return productRange(first, second);
        default:
          return anything;
      }
  }
}

/** g a + (1 - g) with g in [0, 1] is between a and 1; the sum of both ranges does not tell. */
function mixtureRange(
  left: Expression,
  right: Expression,
  ranges: ReadonlyMap<Expression, ValueRange>,
): ValueRange | null {
  if (left.kind !== "binary" || left.operator !== "multiply") return null;
  if (right.kind !== "binary" || right.operator !== "subtract") return null;
  const { left: one, right: gate } = right;
  if (one.kind !== "constant" || one.value !== 1 || left.left !== gate) return null;
  if (gate.kind !== "clamp" || gate.low !== 0 || gate.high !== 1) return null;
  const mixed = ranges.get(left.right)!;
  const mayBeNaN = ranges.get(left)!.mayBeNaN || ranges.get(right)!.mayBeNaN;
  // Half: rounding may take a little away.
  return { low: Math.min(mixed.low, 1) / 2, high: Math.max(mixed.high, 1), mayBeNaN };
}

function range(low: number, high: number): ValueRange {
  return { low, high, mayBeNaN: false };
}

function hull(a: ValueRange, b: ValueRange): ValueRange {
  return {
    low: Math.min(a.low, b.low),
    high: Math.max(a.high, b.high),
    mayBeNaN: a.mayBeNaN || b.mayBeNaN,
  };
}

function sumRange(a: ValueRange, b: ValueRange): ValueRange {
  const cancels =
    (a.low === -Infinity && b.high === Infinity) || (a.high === Infinity && b.low === -Infinity);
  const mayBeNaN = a.mayBeNaN || b.mayBeNaN || cancels;
  return mayBeNaN ? anything : range(a.low + b.low, a.high + b.high);
}

function productRange(a: ValueRange, b: ValueRange): ValueRange {
  const isInfinite = ({ low, high }: ValueRange) => low === -Infinity || high === Infinity;
  const mayBeNaN = a.mayBeNaN || b.mayBeNaN || isInfinite(a) || isInfinite(b);
  if (mayBeNaN) return anything;
  const corners = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high];
  return range(Math.min(...corners), Math.max(...corners));
}

/** Numbers that single precision cannot hold are infinite there. */
function overflowing({ low, high, mayBeNaN }: ValueRange): ValueRange {
  return {
    low: low < -largestSingle ? -Infinity : low,
    high: high > largestSingle ? Infinity : high,
    mayBeNaN,
  };
}
