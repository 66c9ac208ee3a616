import type { Code } from "../../../util/wasm/code.js";
import type { FunctionWriter } from "../../../util/wasm/moduleWriter.js";

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
  /** What the columns behind the inputs hold, in this order: those of one program or of several. */
  readonly targets: readonly WasmTarget[];
}

/** A row's target in double precision, from the numbers that the drawing makes of each row's inputs. */
export type WasmTarget = (parts: readonly Code[]) => Code;

/** Draws a task's batches: inputs, and targets that are made of them. */
export interface WasmDrawing {
  /** Adds functions. @returns the index of the one that draws the next batch */
  draw(module: DrawingModule): number;
  /** This task's own. */
  readonly target: WasmTarget;
}
