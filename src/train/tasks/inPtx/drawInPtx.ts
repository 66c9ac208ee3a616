import type { PtxDrawing } from "../../../compute/backends/cuda/drawing.js";
import type { TargetedBatchPlan } from "../batchPlan.js";
import { writeWholeBatch, wordsOfBatch } from "./wholeBatch.js";
import { stateWords } from "./mersenneTwister.js";
import { rowsOfStretch, writeStretches } from "./stretches.js";

/** Draws batches on a GPU, from NumPy's stream of words on: 32 threads make a run's batch. */
export function drawInPtx(plan: TargetedBatchPlan): PtxDrawing {
  const start = { words: 4 * stateWords, position: 4, intervals: 32, "first column": 4 };
  const rows = rowsOfStretch(plan);
  if (rows !== undefined) {
    return { arrays: start, write: (fn, places) => writeStretches(fn, plan, rows, places) };
  }
  return {
    // The words of one batch, tempered.
    arrays: { ...start, tempered: 4 * wordsOfBatch(plan) },
    write: (fn, places) => ({
      begin: () => undefined,
      next: () => writeWholeBatch(fn, plan, places),
      end: () => undefined,
    }),
  };
}
