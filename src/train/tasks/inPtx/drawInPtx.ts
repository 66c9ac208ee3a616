import type { PtxDrawing } from "../../../compute/backends/cuda/drawing.js";
import type { Operation } from "../../../experiments/settings/arithmetic.js";
import type { BatchPlan } from "../batchPlan.js";
import { writeWholeBatch, wordsOfBatch } from "./wholeBatch.js";
import { stateWords } from "./mersenneTwister.js";
import { isStream, writeStretches } from "./stretches.js";
import { targetOf } from "./target.js";

/** Draws batches on a GPU, from NumPy's stream of words on: a warp's threads make a batch, or those of several. */
export function drawInPtx(plan: BatchPlan, operation: Operation): PtxDrawing {
  const start = { words: 4 * stateWords, position: 4, intervals: 32, "first column": 4 };
  const target = targetOf(operation);
  if (isStream(plan)) {
    return { arrays: start, target, write: (fn, places) => writeStretches(fn, plan, places) };
  }
  return {
    target,
    // The words of one batch, tempered.
    arrays: { ...start, tempered: 4 * wordsOfBatch(plan) },
    write: (fn, places) => ({
      begin: () => undefined,
      next: () => writeWholeBatch(fn, plan, places),
      end: () => undefined,
    }),
  };
}
