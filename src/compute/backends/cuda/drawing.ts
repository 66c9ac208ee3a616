import type { Operand, PtxFunction } from "./ptx/ptxFunction.js";

/** Where drawing code finds its arrays, and where the batch goes. */
export interface PtxDrawingPlaces {
  /** The thread's place among the 32 that draw a run's batch together. */
  readonly lane: Operand;
  /** A register with the address of an array, by its name. */
  readonly address: (name: string) => Operand;
  /** The batch: column after column of single precision numbers. */
  readonly batch: Operand;
  /** Numbers from one column to the next. */
  readonly columnRows: number;
}

/** Draws a task's batches in a GPU's code. */
export interface PtxDrawing {
  /**
   * Arrays of a run, in bytes by name: those of `RunStart.drawing` hold what a run starts from, the
   * others nothing.
   */
  readonly arrays: Readonly<Record<string, number>>;
  /**
   * Writes the code that draws the next batch: row r, r + 32, ... by the thread of lane r, which is the
   * one that reads it. Its threads wait for each other at least once.
   */
  readonly write: (fn: PtxFunction, places: PtxDrawingPlaces) => void;
}
