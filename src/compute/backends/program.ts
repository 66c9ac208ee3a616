import type { Kernel } from "../graph/kernel.js";
import type { Update } from "../graph/update.js";
import type { PtxDrawing } from "./cuda/drawing.js";
import type { WasmDrawing } from "./wasm/drawing.js";

/** Numbers column after column, each column as long as there are rows. */
export type Columns = Float32Array | Float64Array;

/** Rows that a program is evaluated on. */
export interface DataSet {
  /** A multiple of the rows that the program's evaluation covers at once. */
  readonly rows: number;
  /** Copies some of the rows: inputs, then targets. */
  copyColumns(start: number, count: number, target: Columns): void;
}

/**
 * Everything that the runs of one form compute, and nothing that differs between them. Backends know
 * formulas, batches and data sets by this; what is learnt they do not know.
 */
export interface Program {
  /** What a step may compute: losses to `results`, and gradients. All read the same batch. */
  readonly steps: readonly Kernel[];
  /** Sums over some rows of a data set; those of a whole set are added up in double precision. */
  readonly evaluation: Kernel;
  /** What follows the gradients. */
  readonly update: Update;
  readonly parameterCount: number;
  /** Numbers that each of the steps writes to `results`. */
  readonly resultCount: number;
  readonly batch: { readonly rows: number; readonly columns: number };
  /** Columns of the data sets. */
  readonly setColumns: number;
  /** Numbers that each step is given, by name. */
  readonly scalars: readonly string[];
  /** Code that draws batches, for backends that can be given such; others ask {@link RunStart.nextBatch}. */
  readonly drawing?: Drawing;
}

/** How a task's batches are drawn by compiled code, by the language that it is compiled to. */
export interface Drawing {
  /** Drawings of one key draw the same inputs from the same start. */
  readonly key: string;
  /** Says which function of the inputs a batch's last column holds. */
  readonly target: string;
  readonly wasm?: WasmDrawing;
  readonly cuda?: PtxDrawing;
}

/** An array that drawing code starts from. */
export type DrawingArray = Float64Array | Int32Array | Uint32Array;

/** What one run begins with. */
export interface RunStart {
  readonly parameters: Float64Array;
  /** Writes the next batch; each call goes on where the last one ended. */
  readonly nextBatch: (columns: Columns) => void;
  /** What the program is evaluated on, by the task's names. */
  readonly sets: Readonly<Record<string, DataSet>>;
  /** What {@link Program.drawing} starts from, by name: the state before the first batch. */
  readonly drawing?: Readonly<Record<string, DrawingArray>>;
}

/** How formulas are cut so that they suit a backend. */
export interface ProgramForm {
  /** Arrays up to this length are written out in the compiled code, longer ones are loops. */
  readonly unrollLimit?: number;
  /** Whether sums over long arrays are cut into parts; not where the backend has sums of its own. */
  readonly sumsInParts?: boolean;
  /** Most rows that the evaluation covers at once. */
  readonly evaluationRows?: number;
}
