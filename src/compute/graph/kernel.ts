import { differentiate } from "./differentiate.js";
import type { Axis, Expression } from "./expression.js";
import { schedule, type Output, type Schedule } from "./schedule.js";
import { simplify } from "./simplify.js";
import { createUnroller } from "./unrollAxes.js";

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
  /** Axes up to this size are written out. */
  readonly unrollLimit?: number;
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
  const { gradientOf, columns = [], unrollLimit = defaultUnrollLimit } = options;
  const at = createUnroller((axis) => axis !== samples && axis.size <= unrollLimit);
  const values = [...results, ...columns.map(({ value }) => value)];
  const unrolled = simplify(values.map((value) => at(value, new Map())));
  const gradients = gradientOf === undefined ? [] : [...differentiate(unrolled[gradientOf])];
  const simplified = simplify([...unrolled, ...gradients.map(([, gradient]) => gradient)]);
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
