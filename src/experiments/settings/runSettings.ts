import { parseNumberRange, type NumberRange } from "../values/numberRange.js";
import type { SampleDistribution } from "../values/sampleDistribution.js";
import type {
  NacMultiplication,
  NaluGate,
  NaluMultiplication,
  NpuClip,
  NpuRealWeightInit,
  NruDivisionMode,
  Operation,
  Optimizer,
  OutOfBoundsMode,
  Precision,
  RealNpuRegularizerType,
  RegularizerScaleType,
  RegularizerScaling,
  RegularizerShape,
  TrainCriterion,
} from "../settingChoices.js";

/** Everything that decides what one run computes, how it is named and what it logs. */
export interface RunSettings {
  /** Name of the module: the paper's (`Real NPU`) or the original's layer type (`RealNPU`). */
  readonly layerType: string;
  /** Module of the first layer; only two-layer tasks read it. */
  readonly firstLayer: string | null;

  readonly operation: Operation;
  /** Number of inputs. */
  readonly inputSize: number;
  /** Outputs of the layer; the target stays one number, whatever this is. */
  readonly outputSize: number;
  /** Width of the hidden layer; a single layer has none, but the run's name shows it. */
  readonly hiddenSize: number;
  readonly numberOfSubsets: number;
  /** Size of a subset as a fraction of the number of inputs. */
  readonly subsetRatio: number;
  /** Inputs shared by neighbouring subsets, as a fraction of a subset's size. */
  readonly overlapRatio: number;
  /** Four inputs with the subsets [0, 4) and [0, 2), whatever the ratios say. */
  readonly simple: boolean;
  /** Inputs of training and validation are drawn from here. */
  readonly interpolationRange: NumberRange;
  /** Inputs of the test are drawn from here. */
  readonly extrapolationRange: NumberRange;
  readonly sampleDistribution: SampleDistribution;

  /** Seed of the data set and of the initial weights. */
  readonly seed: number;
  /** Rows of a training batch. */
  readonly batchSize: number;
  /** Index of the last iteration: iterations run from 0 to this one inclusive. */
  readonly maxIterations: number;
  /** Bits of a floating point number. */
  readonly precision: Precision;

  readonly optimizer: Optimizer;
  readonly learningRate: number;
  /** Momentum of stochastic gradient descent (plain, not Nesterov's). */
  readonly momentum: number;
  /** Largest L2 norm of the whole gradient; null: not clipped. */
  readonly clipGradientNorm: number | null;
  readonly trainCriterion: TrainCriterion;
  /** Iteration at which `pcc-mse` goes over from correlation to squared error. */
  readonly pccToMseIteration: number;

  /** Factor of the weights' sparsity penalty (W). */
  readonly regularizer: number;
  /** Factor of the penalty z on unused inputs. */
  readonly regularizerZ: number;
  /** Factor of the penalty on weights out of bounds (W-OOB). */
  readonly regularizerOutOfBounds: number;
  readonly outOfBoundsMode: OutOfBoundsMode;
  /** Ramp of the factor of W. */
  readonly regularizerScaling: RegularizerScaling;
  /** Iteration at which the linear ramp leaves 0. */
  readonly regularizerScalingStart: number;
  /** Iteration at which the linear ramp reaches 1. */
  readonly regularizerScalingEnd: number;
  readonly regularizerShape: RegularizerShape;
  /** Adds β times the sum of the parameters' p-norms to the loss. */
  readonly regularizerL1: boolean;
  /** The p of that norm. */
  readonly lpNorm: number;
  readonly regularizerBetaStart: number;
  readonly regularizerBetaEnd: number;
  /** Iterations between two changes of β. */
  readonly regularizerBetaStep: number;
  /** Factor by which β changes. */
  readonly regularizerBetaGrowth: number;
  /** Factor of the penalty W-NPU; 0: off. */
  readonly regularizerNpuWeight: number;
  /** Factor of the penalty g-NPU; 0: off. */
  readonly regularizerGate: number;
  /** Which ramp scales W-NPU and g-NPU. */
  readonly regularizerScaleType: RegularizerScaleType;

  /** How a NAC multiplies in two-layer tasks; a single layer reads only `max-safe`. */
  readonly nacMultiplication: NacMultiplication;
  /** Lower bound of an NMU's weights. */
  readonly mnacEpsilon: number;
  readonly naluBias: boolean;
  readonly naluTwoNac: boolean;
  readonly naluTwoGate: boolean;
  readonly naluMultiplication: NaluMultiplication;
  readonly naluGate: NaluGate;
  readonly npuClip: NpuClip;
  readonly npuRealWeightInit: NpuRealWeightInit;
  readonly realNpuRegularizerType: RealNpuRegularizerType;
  readonly nruDivisionMode: NruDivisionMode;
  /** A scalar that training may add to the output and that the loss punishes. */
  readonly trashCell: boolean;
  /** Beta(7, 7) initial weights for NAU and NRU. */
  readonly betaNau: boolean;
  readonly nmuNoise: boolean;
  readonly nauNoise: boolean;
  /** The interval that the noise of an NMU is drawn from. */
  readonly noiseRange: NumberRange;

  /** Iterations between two logged rows. */
  readonly logInterval: number;
  /** Also logs weights, gates, gradients, histograms and text, and the losses of every iteration. */
  readonly verbose: boolean;
  /** Logs β at every iteration, as the original does, not only with rows and when it changes. */
  readonly logEveryIteration: boolean;
}

/** The original program's defaults. */
export const defaultRunSettings: RunSettings = {
  layerType: "NALU",
  firstLayer: null,
  operation: "add",
  inputSize: 2,
  outputSize: 1,
  hiddenSize: 2,
  numberOfSubsets: 2,
  subsetRatio: 0.5,
  overlapRatio: 0,
  simple: false,
  interpolationRange: parseNumberRange("[1, 2]"),
  extrapolationRange: parseNumberRange("[2, 6]"),
  sampleDistribution: { family: "uniform" },
  seed: 0,
  batchSize: 128,
  maxIterations: 100_000,
  precision: 32,
  optimizer: "adam",
  learningRate: 1e-3,
  momentum: 0,
  clipGradientNorm: null,
  trainCriterion: "mse",
  pccToMseIteration: 25_000,
  regularizer: 10,
  regularizerZ: 0,
  regularizerOutOfBounds: 1,
  outOfBoundsMode: "clip",
  regularizerScaling: "linear",
  regularizerScalingStart: 1_000_000,
  regularizerScalingEnd: 2_000_000,
  regularizerShape: "linear",
  regularizerL1: false,
  lpNorm: 1,
  regularizerBetaStart: 1e-5,
  regularizerBetaEnd: 1e-4,
  regularizerBetaStep: 10_000,
  regularizerBetaGrowth: 10,
  regularizerNpuWeight: 0,
  regularizerGate: 0,
  regularizerScaleType: "heim",
  nacMultiplication: "none",
  mnacEpsilon: 0,
  naluBias: false,
  naluTwoNac: false,
  naluTwoGate: false,
  naluMultiplication: "normal",
  naluGate: "normal",
  npuClip: "none",
  npuRealWeightInit: "xavier-uniform",
  realNpuRegularizerType: "W",
  nruDivisionMode: "div",
  trashCell: false,
  betaNau: false,
  nmuNoise: false,
  nauNoise: false,
  noiseRange: parseNumberRange("[1, 5]"),
  logInterval: 1000,
  verbose: false,
  logEveryIteration: false,
};

/** The settings that were given; everything else takes its default. */
export type GivenSettings = Partial<RunSettings>;

/** The given settings, completed with the defaults. */
export function completeSettings(given: GivenSettings): RunSettings {
  return { ...defaultRunSettings, ...given };
}
