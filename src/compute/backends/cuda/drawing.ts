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
  /** Writes the code that draws a run's batches, which is put in three places. */
  readonly write: (fn: PtxFunction, places: PtxDrawingPlaces) => PtxDrawingCode;
}

export interface PtxDrawingCode {
  /** Before the first of some batches. */
  readonly begin: () => void;
  /** Draws the next batch: its threads have to wait for each other before they read it. */
  readonly next: () => void;
  /** Behind the last of some batches: what the next ones start from is in the arrays again. */
  readonly end: () => void;
}
