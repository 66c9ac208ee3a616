import type { EventWriter } from "../../events/write/eventWriter.js";
import type { LoggedArray } from "../trainer/trainer.js";
import { formatNumpyArray } from "./numpyText.js";

/** An array as far as logs show it. */
type ShownArray = Pick<
  LoggedArray,
  "tag" | "shape" | "values" | "hasSparsityError" | "hasMean" | "hasText"
>;

/** Logs an array of weights or gates: how sparse it is, its mean, and when verbose all of it. */
export function logArray(
  writer: EventWriter,
  array: ShownArray,
  verbose: boolean,
  step: number,
): void {
  const tag = `network/${array.tag}`;
  if (verbose) {
    writer.histogram(tag, array.values, step);
    if (array.hasText) {
      const text = `<pre>${formatNumpyArray(array.values, array.shape)}</pre>`;
      // tensorboardX strips a leading slash from other tags, but not from those of texts.
      writer.text(`/${tag}/text_summary`, text, step);
    }
  }
  if (array.hasSparsityError) {
    writer.scalar(`${tag}/sparsity_error`, sparsityError(array.values), step);
  }
  if (array.hasMean) writer.scalar(`${tag}/mean`, mean(array.values), step);
}

/** Logs mean, variance and norm of some numbers. */
export function logMoments(
  writer: EventWriter,
  tag: string,
  values: Float64Array,
  step: number,
): void {
  const { mean: center, variance } = momentsOf(values);
  writer.scalar(`${tag}/mean`, center, step);
  writer.scalar(`${tag}/var`, variance, step);
  writer.scalar(`${tag}/norm`, Math.hypot(...values), step);
}

/** Mean, and variance as of a sample: not a number for a single value. */
export function momentsOf(values: Float64Array): {
  readonly mean: number;
  readonly variance: number;
} {
  const center = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - center) * (value - center), 0);
  return { mean: center, variance: squares / (values.length - 1) };
}

const mean = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The largest distance of a weight's size from 0 or 1, whichever is nearer. */
function sparsityError(values: Float64Array): number {
  return values.reduce((worst, value) => {
    const size = Math.abs(value);
    return Math.max(worst, Math.min(size, Math.abs(1 - size)));
  }, 0);
}
