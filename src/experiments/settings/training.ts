import { formatPythonFixed } from "../values/pythonNumber.js";
import {
  flag,
  moduleName,
  nullable,
  oneOf,
  oneOfNumbers,
  realNumber,
  wholeNumber,
} from "./kinds.js";
import { setting, type SettingsTable } from "./setting.js";

export const optimizers = ["adam", "sgd"] as const;
export type Optimizer = (typeof optimizers)[number];

export const trainCriteria = ["mse", "pcc", "pcc-mse", "mape"] as const;
export type TrainCriterion = (typeof trainCriteria)[number];

export const precisions = [32, 64] as const;
export type Precision = (typeof precisions)[number];

/** The programs of the papers that make runs. */
export const taskNames = ["single_layer", "simple_function_static", "sequential_mnist"] as const;
export type TaskName = (typeof taskNames)[number];

/** Those whose inputs are not drawn from ranges: an experiment of them may have a single variation. */
export const tasksWithoutRanges: readonly TaskName[] = ["sequential_mnist"];

/** What every training reads, whatever is learnt: seed, batches, optimiser, loss and log. */
export const trainingSettings = {
  /** What is learnt. */
  task: setting(null, oneOf(taskNames), "single_layer", "what is learnt"),
  /** Name of the module: the paper's (`Real NPU`) or the original's layer type (`RealNPU`). */
  layerType: setting(
    "layer-type",
    moduleName,
    "NALU",
    "module, by its paper's or the original's name",
  ),
  /** Seed of the data set and of the initial weights. */
  seed: setting("seed", wholeNumber(), 0, "seed of data and initial weights", { column: "seed" }),
  /** Rows of a training batch. */
  batchSize: setting("batch-size", wholeNumber({ least: 1 }), 128, "rows of a training batch", {
    column: "batch.size",
  }),
  /** Index of the last iteration: iterations run from 0 to this one inclusive. */
  maxIterations: setting("max-iterations", wholeNumber(), 100_000, "index of the last iteration"),
  /** Bits of a floating point number. */
  precision: setting(
    "pytorch-precision",
    oneOfNumbers(precisions),
    32,
    "bits of a floating point number",
  ),
  optimizer: setting("optimizer", oneOf(optimizers), "adam", "optimiser", {
    column: "learning.optimizer",
    read: (text) => ({ adam: "Adam", sgd: "SGD" })[text] ?? text,
  }),
  learningRate: setting("learning-rate", realNumber({ above: 0 }), 1e-3, "learning rate", {
    column: "learning.rate",
    write: (rate) => formatPythonFixed(rate, 5),
  }),
  /** Momentum of stochastic gradient descent (plain, not Nesterov's). */
  momentum: setting("momentum", realNumber(), 0, "momentum of SGD", {
    column: "learning.momentum",
  }),
  /** Largest L2 norm of the whole gradient; null: not clipped. */
  clipGradientNorm: setting(
    "clip-grad-norm",
    nullable(realNumber({ above: 0 })),
    null,
    "largest norm of the gradient",
    { column: "clip.grad.norm" },
  ),
  trainCriterion: setting("train-criterion", oneOf(trainCriteria), "mse", "training loss", {
    column: "train.criterion",
  }),
  /** Iteration at which `pcc-mse` goes over from correlation to squared error. */
  pccToMseIteration: setting(
    "pcc2mse-iteration",
    wholeNumber(),
    25_000,
    "where pcc-mse goes over to mse",
  ),
  /** Adds β times the sum of the parameters' p-norms to the loss. */
  regularizerL1: setting("regualizer-l1", flag, false, "switch the p-norm penalty on", {
    column: "regualizer.l1",
  }),
  /** The p of that norm. */
  lpNorm: setting("lp-norm", wholeNumber({ least: 1 }), 1, "p of the p-norm penalty"),
  regularizerBetaStart: setting(
    "regualizer-beta-start",
    realNumber(),
    1e-5,
    "first beta of the p-norm penalty",
    { column: "beta.start" },
  ),
  regularizerBetaEnd: setting("regualizer-beta-end", realNumber(), 1e-4, "last beta", {
    column: "beta.end",
  }),
  /** Iterations between two changes of β. */
  regularizerBetaStep: setting(
    "regualizer-beta-step",
    wholeNumber({ least: 1 }),
    10_000,
    "iterations between changes of beta",
    { column: "beta.step" },
  ),
  /** Factor by which β changes. */
  regularizerBetaGrowth: setting(
    "regualizer-beta-growth",
    wholeNumber({ least: 1 }),
    10,
    "factor by which beta changes",
    { column: "beta.growth" },
  ),
  /** Iterations between two logged rows. */
  logInterval: setting(
    "log-interval",
    wholeNumber({ least: 1 }),
    1000,
    "iterations between logged rows",
  ),
  /** Also logs weights, gates, gradients, histograms and text, and the losses of every iteration. */
  verbose: setting(
    "verbose",
    flag,
    false,
    "log weights, gates, gradients, histograms and text as well",
  ),
  /** Logs β at every iteration, as the original does, not only with rows and when it changes. */
  logEveryIteration: setting(null, flag, false, "log beta at every iteration"),
} satisfies SettingsTable;

/** What the program on sequences of images reads of them: its optimiser is always Adam. */
export const sequenceTrainingSettings = {
  task: trainingSettings.task,
  layerType: trainingSettings.layerType,
  seed: trainingSettings.seed,
  batchSize: trainingSettings.batchSize,
  precision: trainingSettings.precision,
  verbose: trainingSettings.verbose,
} satisfies SettingsTable;
