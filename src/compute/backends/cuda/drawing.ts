import type { Operand, PtxFunction } from "./ptx/ptxFunction.js";
import type { ThreadGroup } from "./ptx/threadGroup.js";

/** Where drawing code finds its arrays, and where the batch goes. */
export interface PtxDrawingPlaces {
  /** The threads that draw a batch together. */
  readonly group: ThreadGroup;
  /** A register with the address of an array, by its name. */
  readonly address: (name: string) => Operand;
  /** The batch: column after column of single precision numbers. */
  readonly batch: Operand;
  /** Numbers from one column to the next. */
  readonly columnRows: number;
  /** What the columns behind the inputs hold, in this order: those of one program or of several. */
  readonly targets: readonly PtxTarget[];
}

/** A row's target in double precision, from the numbers that the drawing makes of each row's inputs. */
export type PtxTarget = (fn: PtxFunction, parts: readonly Operand[]) => Operand;

/** Draws a task's batches in a GPU's code. */
export interface PtxDrawing {
  /**
   * Arrays of a run, in bytes by name: those of `RunStart.drawing` hold what a run starts from, the
   * others nothing.
   */
  readonly arrays: Readonly<Record<string, number>>;
  /** Writes the code that draws a run's batches, which is put in three places. */
  readonly write: (fn: PtxFunction, places: PtxDrawingPlaces) => PtxDrawingCode;
  /** This task's own. */
  readonly target: PtxTarget;
}

export interface PtxDrawingCode {
  /** Before the first of some batches. */
  readonly begin: () => void;
  /**
   * Draws the next batch, when all have read the last one: its threads have to wait for each other before
   * they read it.
   */
  readonly next: () => void;
  /** Behind the last of some batches: what the next ones start from is in the arrays again. */
  readonly end: () => void;
}
