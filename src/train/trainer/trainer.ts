import type { PenaltyKey } from "../modules/parts/moduleDefinition.js";
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

/** A parameter, or its gradient. */
export interface ParameterArray extends NamedArray {
  /** Its tag in logs, below `network`: `layer_1/nalu/nac_add/W_hat`. */
  readonly tag: string;
}

/** An array that every logged row knows something about. */
export interface LoggedArray extends NamedArray {
  /** The module's part of the tag and what is below: `real_npu`, `nalu/nac`. */
  readonly namespace: string;
  /** Below `network`: `layer_1/nalu/nac/W`. */
  readonly tag: string;
  /** Its layer: 0 for the first. */
  readonly layer: number;
  /** Whether its sparsity error is logged. */
  readonly hasSparsityError: boolean;
  /** Whether its mean is logged even when nothing verbose is (NALU's gate). */
  readonly hasMean: boolean;
  /** Whether verbose logs hold its values as text, not only as a histogram. */
  readonly hasText: boolean;
  /** Whether it is logged before the layer's weights. */
  readonly beforeWeights: boolean;
}

/** What is known about the parameters before the next update. */
export interface Evaluation {
  /** The task's metrics by their tags, in the order in which they are logged. */
  readonly metrics: ReadonlyMap<string, number>;
  /** Weights and gates, layer by layer, in the order in which they are logged. */
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
  readonly penalties: ReadonlyMap<PenaltyKey, number>;
  /** The same, layer by layer. */
  readonly layerPenalties: readonly PenaltyRecord[];
  /** Sum of the parameters' p-norms; 0 unless `regularizerL1`. */
  readonly parameterNorm: number;
  readonly beta: number;
  /** The ramp of the penalties: 0 before its start, 1 after its end. */
  readonly rampScale: number;
  /** Gradients of the total loss, after clipping of their norm: what the optimiser was given. */
  readonly gradients: readonly ParameterArray[];
}

export interface PenaltyRecord {
  /** The original's name: `W`, `z`, `W-OOB`, `g`, `W-NPU`, `g-NPU`. */
  readonly key: PenaltyKey;
  /** Below `network`: `layer_1/nac/regualizer/W`. */
  readonly tag: string;
  readonly value: number;
}

/** What the last iteration's forward pass went through; verbose logs show it. */
export interface ForwardRecord {
  /** The batch, rows times inputs. */
  readonly inputs: NamedArray;
  /** What the outputs should be: one number a row. */
  readonly targets: NamedArray;
  /** What each layer puts out, rows times outputs: `z_1`, `z_2`. */
  readonly outputs: readonly NamedArray[];
  /** Activations that modules log: `gate`, `add`, `mul` of a NALU. */
  readonly arrays: readonly LoggedArray[];
}

/** Why a run ended before its last iteration. */
export interface EarlyStop {
  /** The iteration that could not be computed. */
  readonly iteration: number;
  /** One sentence for a log: which parameter is not a number. */
  readonly reason: string;
}

/** One run: a network with one seed on one task. */
export interface Trainer {
  readonly settings: RunSettings;
  readonly backend: string;
  /** What the backend computes on: `WebAssembly`, or the package of TensorFlow.js that was found. */
  readonly device: string;
  /** Index of the next update: what {@link evaluate} sees are the parameters before it. */
  readonly iteration: number;
  /** Set once a parameter is not a number: the original ends such a run, and so does this one. */
  readonly stopped: EarlyStop | null;
  /** Null before the first update. */
  readonly lastStep: StepRecord | null;
  /** The parameters now, layer by layer, in the order of the original's `named_parameters`. */
  readonly parameters: readonly ParameterArray[];
  /** Whether there are activations that logs show in every row, also when they are not verbose. */
  readonly showsActivations: boolean;
  /** The task's metrics on its data sets, and the logged arrays. */
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
