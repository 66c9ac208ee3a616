import type { Kernel } from "../graph/kernel.js";

/**
 * Where the arithmetic of a run is done: fused SIMD loops in float32, plain float64 JavaScript, or
 * TensorFlow.js for GPUs and very wide modules.
 */
export const backendNames = ["wasm", "js", "tfjs"] as const;
export type BackendName = (typeof backendNames)[number];

/** Rows of inputs, row after row, and one target a row. */
export interface Batch {
  readonly rows: number;
  readonly inputs: Float64Array;
  readonly targets: Float64Array;
}

/** What an engine needs to know of the optimiser. */
export type OptimizerPlan =
  | { readonly kind: "adam" }
  | { readonly kind: "sgd"; readonly learningRate: number; readonly momentum: number };

/** Parameters that are clamped after each step. */
export interface ClampPlan {
  readonly offset: number;
  readonly count: number;
  readonly low: number;
  readonly high: number;
}

/** Everything that an engine computes; how batches are made is another part. */
export interface EnginePlan {
  /** The training kernels that a run goes through; all take the same batch. */
  readonly trainingKernels: readonly Kernel[];
  /** Result 0 is the sum of squared errors over its rows. */
  readonly evaluationKernel: Kernel;
  readonly initialParameters: Float64Array;
  readonly resultCount: number;
  /** Rows and columns of a training batch. */
  readonly rows: number;
  readonly columns: number;
  readonly inputs: number;
  /** The penalties' factors; each step is given them, and the two numbers of {@link adamScalars}. */
  readonly scalarNames: readonly string[];
  readonly optimizer: OptimizerPlan;
  readonly clipGradientNorm: number | null;
  readonly clamps: readonly ClampPlan[];
  readonly validation: Batch;
  readonly test: Batch;
  /** Writes the next training batch, column after column. */
  readonly fillBatch: (columns: Float32Array | Float64Array) => void;
}

/** Numbers of each step that Adam reads: learning rate / (1 - β1^t) and √(1 - β2^t). */
export const adamScalars = ["step size", "second moment's correction"] as const;

export const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

/** Keeps a run's numbers and does its arithmetic. All arrays are live: they change with each step. */
export interface Engine {
  readonly parameters: Float32Array | Float64Array;
  /** Of the last step, as the optimiser was given them. */
  readonly gradients: Float32Array | Float64Array;
  readonly results: Float32Array | Float64Array;
  /** The last batch, column after column. */
  readonly batch: Float32Array | Float64Array;
  /**
   * Makes steps until one leaves a parameter that is not a number.
   *
   * @param scalars for each step the numbers of `scalarNames` and {@link adamScalars}
   * @returns how many steps were made, the last one included
   */
  run(steps: number, kernel: number, scalars: Float64Array): number;
  /** Mean squared error of the parameters on a set. */
  meanSquaredError(set: "validation" | "test"): number;
}
