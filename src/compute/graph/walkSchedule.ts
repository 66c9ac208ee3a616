import { type Axis, type Expression, operands } from "./expression.js";
import { isLeaf, type Output, type Reduce, type Schedule, type Statement } from "./schedule.js";

/** A value in memory: `base + Σ strides[i] · (index on axes[i])`, in elements. */
export interface ScratchPlace {
  readonly base: number;
  readonly axes: readonly Axis[];
  readonly strides: readonly number[];
}

/** How one target language writes a schedule. `Value` is how it refers to a number. */
export interface ScheduleWriter<Value> {
  /** A leaf that was not given a name in the loops around: read it from where it is. */
  leaf(leaf: Expression): Value;
  /** Gives an expression of named operands a name. */
  name(expression: Expression, operandValues: readonly Value[]): Value;
  nameLeaf(leaf: Expression): Value;
  keep(value: Value, place: ScratchPlace, expression: Expression): void;
  /** Gives a kept value a name. */
  readKept(place: ScratchPlace, expression: Expression): Value;
  /** @param statements what `body` writes */
  loop(axis: Axis, body: () => void, statements: readonly Statement[]): void;
  beginLocal(reduction: Reduce): Value;
  accumulateLocal(reduction: Reduce, accumulator: Value, value: Value): void;
  /** The accumulated number, its lanes added up where there are several. */
  finishLocal(reduction: Reduce, accumulator: Value): Value;
  beginArray(reduction: Reduce, place: ScratchPlace): void;
  accumulateArray(reduction: Reduce, place: ScratchPlace, value: Value): void;
  finishArray(reduction: Reduce, place: ScratchPlace): Value;
  write(output: Output, value: Value): void;
}

/**
 * Writes a schedule in some language, statement by statement.
 *
 * @param sizeOf length of an axis in memory: a vector of several samples counts once
 * @param atOnce vectors of samples that are computed side by side
 * @returns how many scratch elements are used
 */
export function walkSchedule<Value>(
  { statements, kept, outermost }: Schedule,
  writer: ScheduleWriter<Value>,
  sizeOf: (axis: Axis) => number,
  atOnce = 1,
): number {
  let scratch = 0;
  /** The samples lie side by side. */
  const reserve = (axes: readonly Axis[], { axes: all }: Expression): ScratchPlace => {
    const ofSamples = axes.includes(outermost);
    const width = all.includes(outermost) && !ofSamples ? atOnce : 1;
    const innermost = ofSamples ? [...axes.filter((axis) => axis !== outermost), outermost] : axes;
    const sizeBehind = (axis: Axis) =>
      innermost
        .slice(innermost.indexOf(axis) + 1)
        .reduce((product, inner) => product * sizeOf(inner), width);
    const base = scratch;
    scratch += axes.reduce((product, axis) => product * sizeOf(axis), width);
    return { base, axes, strides: axes.map(sizeBehind) };
  };
  const places = new Map(
    [...kept].map(([expression, axes]) => [expression, reserve(axes, expression)]),
  );
  const accumulators = new Map<Reduce, Value | ScratchPlace>();

  const visit = (body: readonly Statement[], outer: ReadonlyMap<Expression, Value>): void => {
    const scope = new Map(outer);
    const valueOf = (expression: Expression): Value => {
      const known = scope.get(expression);
      if (known !== undefined) return known;
      if (isLeaf(expression)) return writer.leaf(expression);
      const value = writer.readKept(places.get(expression)!, expression);
      scope.set(expression, value);
      return value;
    };
    for (const statement of body) {
      switch (statement.kind) {
        case "compute": {
          const { expression } = statement;
          const value = computeValue(expression, valueOf);
          scope.set(expression, value);
          const place = places.get(expression);
          if (place) writer.keep(value, place, expression);
          break;
        }
        case "loop":
          writer.loop(statement.axis, () => visit(statement.body, scope), statement.body);
          break;
        case "begin":
          if (statement.axes.length === 0) {
            accumulators.set(statement.reduction, writer.beginLocal(statement.reduction));
          } else {
            const place = reserve(statement.axes, statement.reduction);
            accumulators.set(statement.reduction, place);
            writer.beginArray(statement.reduction, place);
          }
          break;
        case "accumulate": {
          const { reduction, axes } = statement;
          const value = valueOf(reduction.argument);
          const accumulator = accumulators.get(reduction)!;
          if (axes.length === 0) {
            writer.accumulateLocal(reduction, accumulator as Value, value);
          } else {
            writer.accumulateArray(reduction, accumulator as ScratchPlace, value);
          }
          break;
        }
        case "write":
          writer.write(statement.output, valueOf(statement.output.value));
          break;
      }
    }
  };

  const computeValue = (
    expression: Expression,
    valueOf: (expression: Expression) => Value,
  ): Value => {
    if (isLeaf(expression)) return writer.nameLeaf(expression);
    if (expression.kind !== "reduce") {
      return writer.name(expression, operands(expression).map(valueOf));
    }
    const accumulator = accumulators.get(expression)!;
    // The accumulator is an array if some of the reduction's axes were looped over inside.
    return isPlace(accumulator)
      ? writer.finishArray(expression, accumulator)
      : writer.finishLocal(expression, accumulator);
  };

  visit(statements, new Map());
  return scratch;
}

function isPlace(accumulator: unknown): accumulator is ScratchPlace {
  return typeof accumulator === "object" && accumulator !== null && "base" in accumulator;
}
