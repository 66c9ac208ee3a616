import { UserError } from "../../util/userError.js";
import type { Program, ProgramForm, RunStart } from "./program.js";

/** Bits of floating point numbers. */
export type Bits = 32 | 64;

/** Somewhere to compute. */
export interface Backend {
  readonly name: string;
  /** Of losses and gradients. A run that asks for more is refused. */
  readonly precision: Bits;
  /** Of the parameters and of what the optimiser remembers. */
  readonly keeps: Bits;
  readonly form: ProgramForm;
  /** Most runs that are worth being computed side by side in one session. */
  readonly runsAtOnce: number;
  /** Sessions that are worth being open at a time, once it is known to be available; absent: one. */
  sessionsAtOnce?(): number;
  /** Undefined: it can compute on this machine. Else why it cannot, and what would help. */
  available(): Promise<string | undefined>;
  /**
   * Compiles a program; the same program is compiled once.
   *
   * @throws {UserError} where it is not available
   */
  compile(program: Program): Promise<Executable>;
  /**
   * Compiles programs of one step each whose drawings have one key, for a run of each, in their order, that
   * begins with the same numbers to draw from: what the runs learn from is drawn once. A backend of more than
   * one `runsAtOnce` takes several such rows, one after the other. Absent: it draws for each.
   */
  compileTogether?(programs: readonly Program[]): Promise<Executable>;
}

/** A compiled program. */
export interface Executable {
  /** What it computes on, in words: `WebAssembly`, a package of TensorFlow.js, the name of a GPU. */
  readonly device: string;
  /** Begins runs that go on side by side. */
  start(runs: readonly RunStart[]): Promise<Session>;
}

/** What can be read of a run. `before` are the parameters that the last step was computed from. */
export const runArrays = ["parameters", "gradients", "before", "results", "batch"] as const;
export type RunArray = (typeof runArrays)[number];

export interface StepRequest {
  /** Which of the program's steps. */
  readonly kernel: number;
  /** How many are made; each run ends with the first that leaves a parameter that is not a number. */
  readonly steps: number;
  /** For each run the numbers of the program's scalars, step after step. Runs may share an array. */
  readonly scalars: readonly Float64Array[];
}

/** What came of a request in one run. */
export interface StepResult {
  /** Steps that were made, the last one included. */
  readonly steps: number;
  /** Whether a parameter is not a number now. Such a run makes no more steps until parameters are written. */
  readonly stopped: boolean;
}

/** Runs of one program that go on side by side: one on a thread of a processor, thousands on a GPU. */
export interface Session {
  advance(request: StepRequest): Promise<readonly StepResult[]>;
  /** A copy. `batch`: the last one, column after column. */
  read(array: RunArray, run: number): Promise<Float64Array>;
  /** What the optimiser remembers stays. */
  writeParameters(run: number, values: ArrayLike<number>): Promise<void>;
  /** For each run the sums of the evaluation's results over all rows of a set. */
  evaluate(set: string): Promise<readonly Float64Array[]>;
  close(): Promise<void>;
}

/** A backend has not as much memory as runs need: fewer of them may fit. */
export class OutOfMemory extends Error {}

/** What a backend computed on has failed; others of its devices may go on, where it has some. */
export class BackendLost extends UserError {}
