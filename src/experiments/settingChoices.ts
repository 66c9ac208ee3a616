/** The values that a run's settings may take, spelled as in the original command lines. */

/** What is computed from the sums of the input subsets. */
export const operations = ["add", "sub", "mul", "div", "squared", "root", "reciprocal"] as const;
export type Operation = (typeof operations)[number];

export const nacMultiplications = [
  "none",
  "normal",
  "safe",
  "max-safe",
  "mnac",
  "npu",
  "real-npu",
] as const;
export type NacMultiplication = (typeof nacMultiplications)[number];

/** What happens to weights outside their bounds: a penalty, or clipping after the step. */
export const outOfBoundsModes = ["regualized", "clip"] as const;
export type OutOfBoundsMode = (typeof outOfBoundsModes)[number];

export const regularizerScalings = ["exp", "linear"] as const;
export type RegularizerScaling = (typeof regularizerScalings)[number];

export const regularizerShapes = ["squared", "linear", "none"] as const;
export type RegularizerShape = (typeof regularizerShapes)[number];

export const naluMultiplications = ["normal", "safe", "trig", "max-safe", "mnac"] as const;
export type NaluMultiplication = (typeof naluMultiplications)[number];

export const naluGates = ["normal", "regualized", "obs-gumbel", "gumbel"] as const;
export type NaluGate = (typeof naluGates)[number];

export const optimizers = ["adam", "sgd"] as const;
export type Optimizer = (typeof optimizers)[number];

/** Which ramp scales the penalties W-NPU and g-NPU: the β schedule (`heim`) or the linear one. */
export const regularizerScaleTypes = ["heim", "madsen"] as const;
export type RegularizerScaleType = (typeof regularizerScaleTypes)[number];

/** What is clipped after each step: `w` the real weights, `i` the imaginary ones, `g` the gate. */
export const npuClips = ["none", "w", "g", "wg", "wig"] as const;
export type NpuClip = (typeof npuClips)[number];

export const npuRealWeightInits = ["xavier-uniform", "xavier-uniform-constrained"] as const;
export type NpuRealWeightInit = (typeof npuRealWeightInits)[number];

export const trainCriteria = ["mse", "pcc", "pcc-mse", "mape"] as const;
export type TrainCriterion = (typeof trainCriteria)[number];

export const nruDivisionModes = ["div", "div-sepSign"] as const;
export type NruDivisionMode = (typeof nruDivisionModes)[number];

/** Where the Real NPU's weight penalty is zero: `W` at -1 and 1, `bias` at -1, 0 and 1. */
export const realNpuRegularizerTypes = ["W", "bias"] as const;
export type RealNpuRegularizerType = (typeof realNpuRegularizerTypes)[number];

export const precisions = [32, 64] as const;
export type Precision = (typeof precisions)[number];
