import type { RunSettings } from "../../experiments/settings/runSettings.js";

export interface TrainerOptions {
  /** The name of a backend; without one the first that has the precision of the settings. */
  readonly backend?: string;
  /** Arrays up to this length are written out in the compiled code, longer ones are loops. */
  readonly unrollLimit?: number;
}

/** A named array of numbers in row-major order. */
export interface NamedArray {
  /** As the original's parameters and tags are named: `W_real`, `nac_add.W_hat`, `gate`. */
  readonly name: string;
  /** Empty for a scalar. */
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/** An array that every logged row knows something about. */
export interface LoggedArray extends NamedArray {
  /** Below the layer's: `real_npu`, `nalu/nac`. The tag is `network/layer_1/<namespace>/<name>/...`. */
  readonly namespace: string;
  /** Whether its sparsity error is logged. */
  readonly hasSparsityError: boolean;
  /** Whether its mean is logged even when nothing verbose is (NALU's gate). */
  readonly hasMean: boolean;
  /** Whether verbose logs hold its values as text, not only as a histogram. */
  readonly hasText: boolean;
}

/** What is known about the parameters before the next update. */
export interface Evaluation {
  /** Mean squared error on the validation set (interpolation range). */
  readonly validation: number;
  /** Mean squared error on the test set (extrapolation range). */
  readonly test: number;
  /** Weights and gates of the module, in the order in which they are logged. */
  readonly arrays: readonly LoggedArray[];
}

/** What one iteration computed from the parameters before its update. */
export interface StepRecord {
  readonly iteration: number;
  /** The training loss without penalties: mean squared error, or what `trainCriterion` says. */
  readonly criterion: number;
  /** Everything that penalties add to the loss. */
  readonly regularizer: number;
  readonly total: number;
  /** The unscaled penalties by the original's keys (`W`, `z`, `W-OOB`, `g`, `W-NPU`, `g-NPU`). */
  readonly penalties: ReadonlyMap<string, number>;
  /** Sum of the parameters' p-norms; 0 unless `regularizerL1`. */
  readonly parameterNorm: number;
  readonly beta: number;
  /** The ramp of the penalties: 0 before its start, 1 after its end. */
  readonly rampScale: number;
  /** Gradients of the total loss, after clipping of their norm: what the optimiser was given. */
  readonly gradients: readonly NamedArray[];
}

/** What the last iteration's forward pass went through; verbose logs show it. */
export interface ForwardRecord {
  /** The batch, rows times inputs. */
  readonly inputs: NamedArray;
  /** What the outputs should be: one number a row. */
  readonly targets: NamedArray;
  /** The layer's output, rows times outputs. */
  readonly outputs: NamedArray;
  /** Activations that the module logs: `gate`, `add`, `mul` of a NALU. */
  readonly arrays: readonly LoggedArray[];
}

/** Why a run ended before its last iteration. */
export interface EarlyStop {
  /** The iteration that could not be computed. */
  readonly iteration: number;
  /** One sentence for a log: which parameter is not a number. */
  readonly reason: string;
}

/** One run: a module with one seed on one task. */
export interface Trainer {
  readonly settings: RunSettings;
  readonly backend: string;
  /** What the backend computes on: `WebAssembly`, or the package of TensorFlow.js that was found. */
  readonly device: string;
  /** Paper name of the module. */
  readonly moduleName: string;
  /** The module's part of the tags: `real_npu`. */
  readonly namespace: string;
  /** Index of the next update: what {@link evaluate} sees are the parameters before it. */
  readonly iteration: number;
  /** Set once a parameter is not a number: the original ends such a run, and so does this one. */
  readonly stopped: EarlyStop | null;
  /** Null before the first update. */
  readonly lastStep: StepRecord | null;
  /** The parameters now, in the order of the original's `named_parameters`. */
  readonly parameters: readonly NamedArray[];
  /** Errors on the validation and the test set, and the logged arrays. */
  evaluate(): Promise<Evaluation>;
  /**
   * Runs at most this many updates.
   *
   * @returns how many were run: fewer only when the run {@link stopped}
   */
  advance(steps: number): Promise<number>;
  /** The forward pass of {@link lastStep}, computed anew. Null before the first update. */
  inspectLastStep(): Promise<ForwardRecord | null>;
  /** Sets parameters by name, for instance to the exact solution; the optimiser's state stays. */
  setParameters(values: Readonly<Record<string, ArrayLike<number>>>): Promise<void>;
  /** Gives back what the backend holds for the run. */
  close(): Promise<void>;
}
