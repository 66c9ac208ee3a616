import type { FunctionWriter } from "./moduleWriter.js";

/** What drawing code is put into. */
export interface DrawingModule {
  /** Adds a function. @returns its index, for `call` */
  readonly define: (name: string, writer: FunctionWriter) => number;
  /** @returns the address of that many bytes, a multiple of 16 */
  readonly reserve: (bytes: number) => number;
  /** Reserves memory that holds an array of `RunStart.drawing` before the first step. */
  readonly startsWith: (name: string, bytes: number) => number;
  /** Where the batch goes: column after column of single precision numbers, padded to whole vectors. */
  readonly batch: number;
}

/** Adds functions that draw a task's batches. @returns the index of the one that draws the next batch */
export type WasmDrawing = (module: DrawingModule) => number;
