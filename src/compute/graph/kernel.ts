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

/**
 * Schedules a computation over a batch: some results, and the gradients of one of them.
 *
 * @param results single numbers; they are written to the array `results` in this order
 * @param options.gradientOf one of the results: its gradients are written to the array `gradients`, at
 *   the parameters' places
 */
export function createKernel(
  results: readonly Expression[],
  samples: Axis,
  options: { readonly gradientOf?: number; readonly unrollLimit?: number } = {},
): Kernel {
  const { gradientOf, unrollLimit = defaultUnrollLimit } = options;
  const at = createUnroller((axis) => axis !== samples && axis.size <= unrollLimit);
  const unrolled = simplify(results.map((result) => at(result, new Map())));
  const gradients = gradientOf === undefined ? [] : [...differentiate(unrolled[gradientOf])];
  const simplified = simplify([...unrolled, ...gradients.map(([, gradient]) => gradient)]);
  // Looped parameters may be seen through several views: their gradients add up.
  const adds = gradients.some(([{ axes }]) => axes.length > 0);
  const outputs: Output[] = simplified.map((value, index) => {
    if (index < results.length) {
      return { array: "results", value, offset: index, axes: [], strides: [], adds: false };
    }
    const [{ offset, axes, strides }] = gradients[index - results.length];
    return { array: "gradients", value, offset, axes, strides, adds };
  });
  return { ...schedule(outputs, samples), outputs, samples };
}
