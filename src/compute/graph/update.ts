import type { Axis, Expression } from "./expression.js";
import { createKernel, type Kernel } from "./kernel.js";
import { add, div, mul, selectEqual, selectLess, sqrt, square, sum } from "./operations.js";
import type { Optimizer } from "./optimizers.js";

/** Where some parameters are clamped to after each step. */
export interface Bound {
  readonly offset: number;
  readonly count: number;
  readonly low: number;
  readonly high: number;
}

export interface UpdateRules {
  readonly optimizer: Optimizer;
  /** Gradients are scaled so that their L2 norm is at most this; null: they are taken as they are. */
  readonly clipNorm: number | null;
  readonly bounds: readonly Bound[];
}

/** Places of the columns that every update has; the optimiser's and the bounds follow. */
export const updateColumns = { parameters: 0, gradients: 1, before: 2 } as const;
const ownColumns = 3;

/**
 * What follows a step's gradients, as a kernel over the parameters: its columns have a number for each
 * of them. It scales the gradients, remembers the parameters, moves and clamps them. Result 0 is how
 * many parameters are not a number afterwards.
 */
export interface Update {
  readonly kernel: Kernel;
  /** What the columns behind the parameters' hold before the first step. */
  readonly initial: readonly Float64Array[];
}

/** @param count of the parameters */
export function createUpdate(count: number, { optimizer, clipNorm, bounds }: UpdateRules): Update {
  const parameters: Axis = { name: "parameter", size: count };
  const column = (index: number): Expression => ({
    kind: "input",
    axes: [parameters],
    offset: index,
    strides: [1],
    isFinite: false,
  });
  const before = column(updateColumns.parameters);
  const raw = column(updateColumns.gradients);
  const gradient =
    clipNorm === null ? raw : mul(raw, normFactor(sum(square(raw), parameters), clipNorm));
  const memoryPlaces = optimizer.memories.map((_, index) => ownColumns + index);
  const { change, memories } = optimizer.step(gradient, memoryPlaces.map(column));
  const stepped = add(before, change);
  const lowPlace = ownColumns + memoryPlaces.length;
  const after =
    bounds.length === 0 ? stepped : between(stepped, column(lowPlace), column(lowPlace + 1));
  // Only not-a-number differs from itself.
  const broken = sum(selectEqual(after, after, 0, 1), parameters);
  const kernel = createKernel([broken], parameters, {
    columns: [
      { column: updateColumns.parameters, value: after },
      ...(clipNorm === null ? [] : [{ column: updateColumns.gradients, value: gradient }]),
      { column: updateColumns.before, value: before },
      ...memories.map((value, index) => ({ column: memoryPlaces[index], value })),
    ],
  });
  const zeros = () => new Float64Array(count);
  return {
    kernel,
    initial: [zeros(), zeros(), ...memoryPlaces.map(zeros), ...limitsOf(bounds, count)],
  };
}

/** What keeps the quotient finite: PyTorch's `clip_grad_norm_`. */
const normEpsilon = 1e-6;

/** What gradients are scaled with, so that their L2 norm is at most `largest`. */
function normFactor(sumOfSquares: Expression, largest: number): Expression {
  const ratio = div(largest, add(sqrt(sumOfSquares), normEpsilon));
  return selectLess(1, ratio, 1, ratio);
}

/** Not-a-number stays what it is. */
function between(value: Expression, low: Expression, high: Expression): Expression {
  const raised = selectLess(value, low, low, value);
  return selectLess(high, raised, high, raised);
}

/** Bounds of all parameters: infinite where there are none. */
function limitsOf(bounds: readonly Bound[], count: number): Float64Array[] {
  if (bounds.length === 0) return [];
  const low = new Float64Array(count).fill(-Infinity);
  const high = new Float64Array(count).fill(Infinity);
  for (const bound of bounds) {
    low.fill(bound.low, bound.offset, bound.offset + bound.count);
    high.fill(bound.high, bound.offset, bound.offset + bound.count);
  }
  return [low, high];
}
