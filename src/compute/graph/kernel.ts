import { differentiate, differentiateColumns } from "./differentiate.js";
import type { Axis, Expression } from "./expression.js";
import { schedule, type Output, type Schedule } from "./schedule.js";
import { simplify } from "./simplify.js";
import { constant } from "./operations.js";
import { createUnroller, type AxisForm } from "./unrollAxes.js";

/** Axes up to this size are written out; longer ones become loops. */
export const defaultUnrollLimit = 32;

/** A scheduled computation over one batch. */
export interface Kernel extends Schedule {
  readonly outputs: readonly Output[];
  readonly samples: Axis;
}

/** A column that a kernel writes: its value has the samples' axis, or is the same for all of them. */
export interface ColumnOutput {
  readonly column: number;
  readonly value: Expression;
}

export interface KernelOptions {
  /**
   * One of the results: its gradients are written to the array `gradients`, at the parameters' places.
   */
  readonly gradientOf?: number;
  /** Written to the columns that the inputs are read from, after all of a sample's inputs were read. */
  readonly columns?: readonly ColumnOutput[];
  /** The gradients of some columns, by the columns that they are written to. */
  readonly columnGradients?: ReadonlyMap<number, number>;
  /** Axes up to this size are written out. */
  readonly unrollLimit?: number;
  /** Whether longer axes are cut into parts, so that sums of many numbers are sums of partial sums. */
  readonly sumsInParts?: boolean;
}

/**
 * Schedules a computation over a batch: some results, the gradients of one of them, and columns.
 *
 * @param results single numbers; they are written to the array `results` in this order
 */
export function createKernel(
  results: readonly Expression[],
  samples: Axis,
  options: KernelOptions = {},
): Kernel {
  const { gradientOf, unrollLimit = defaultUnrollLimit, sumsInParts = true } = options;
  const at = createUnroller(axisForms(samples, unrollLimit, sumsInParts));
  const given = options.columns ?? [];
  const unrolled = simplify(
    [...results, ...given.map(({ value }) => value)].map((value) => at(value, new Map())),
  );
  const columns = [
    ...given.map(({ column }, index) => ({ column, value: unrolled[results.length + index] })),
    ...gradientColumns(gradientOf === undefined ? undefined : unrolled[gradientOf], options),
  ];
  const values = [...unrolled.slice(0, results.length), ...columns.map(({ value }) => value)];
  const gradients = gradientOf === undefined ? [] : [...differentiate(unrolled[gradientOf])];
  const simplified = simplify([...values, ...gradients.map(([, gradient]) => gradient)]);
  // Looped parameters may be seen through several views: their gradients add up.
  const adds = gradients.some(([{ axes }]) => axes.length > 0);
  const outputs: Output[] = simplified.map((value, index) => {
    if (index < results.length) {
      return { array: "results", value, offset: index, axes: [], strides: [], adds: false };
    }
    if (index < values.length) {
      const { column: offset } = columns[index - results.length];
      return { array: "columns", value, offset, axes: [samples], strides: [1], adds: false };
    }
    const [{ offset, axes, strides }] = gradients[index - values.length];
    return { array: "gradients", value, offset, axes, strides, adds };
  });
  return { ...schedule(outputs, samples), outputs, samples };
}

function axisForms(
  samples: Axis,
  unrollLimit: number,
  sumsInParts: boolean,
): (axis: Axis) => AxisForm {
  const known = new Map<Axis, AxisForm>();
  return (axis) => {
    if (axis === samples) return "loop";
    if (axis.size <= unrollLimit) return "written out";
    const form = known.get(axis) ?? (sumsInParts ? inParts(axis) : "loop");
    known.set(axis, form);
    return form;
  };
}

/**
 * About as many parts as each has elements: the rounding error of a sum grows with both. Preferred are parts
 * of equal size.
 */
function inParts(axis: Axis): AxisForm {
  const { name, size } = axis;
  const root = Math.floor(Math.sqrt(size));
  let count = root;
  while (size % count > 0 && 2 * count > root) count--;
  if (size % count > 0) count = root;
  if (count < 2) return "loop";
  const length = Math.floor(size / count);
  return {
    parts: { name: `${name} part`, size: count },
    elements: { name, size: length },
    rest: size - count * length,
  };
}

function gradientColumns(
  total: Expression | undefined,
  { columnGradients }: KernelOptions,
): ColumnOutput[] {
  if (!columnGradients || !total) return [];
  const gradients = new Map(
    [...differentiateColumns(total, (column) => columnGradients.has(column))].map(
      ([{ offset }, gradient]) => [offset, gradient],
    ),
  );
  return [...columnGradients].map(([column, target]) => ({
    column: target,
    value: gradients.get(column) ?? constant(0),
  }));
}
