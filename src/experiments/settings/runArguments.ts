import { parseNumberRange } from "../values/numberRange.js";
import { parseSampleDistribution } from "../values/sampleDistribution.js";
import * as choices from "../settingChoices.js";
import { didYouMean } from "../../util/didYouMean.js";
import { UserError } from "../../util/userError.js";
import type { GivenSettings, RunSettings } from "./runSettings.js";

/** One argument of the original program's command line. */
export interface RunArgument {
  /** `--layer-type` */
  readonly name: string;
  readonly setting: keyof RunSettings;
  /** A flag takes no value, `words` take one or more. */
  readonly values: "none" | "one" | "words";
  /** What the value is, for the help: `float`, `python-literal`. Empty for a flag. */
  readonly valueName: string;
  readonly choices?: readonly string[];
  readonly description: string;
  /** @throws {UserError} when a value is not what the argument takes */
  readonly parse: (words: readonly string[]) => RunSettings[keyof RunSettings];
}

type NumberSetting = {
  [Key in keyof RunSettings]: number extends RunSettings[Key] ? Key : never;
}[keyof RunSettings];
type FlagSetting = {
  [Key in keyof RunSettings]: boolean extends RunSettings[Key] ? Key : never;
}[keyof RunSettings];

/** All arguments that decide what a run is, in the original's order. */
export const runArguments: readonly RunArgument[] = [
  text("layer-type", "layerType", "module, by its paper's or the original's name"),
  choice("operation", "operation", choices.operations, "what is learned"),
  int("num-subsets", "numberOfSubsets", "number of input subsets"),
  float("regualizer", "regularizer", "factor of the weights' sparsity penalty"),
  float("regualizer-z", "regularizerZ", "factor of the penalty z"),
  float("regualizer-oob", "regularizerOutOfBounds", "factor of the out-of-bounds penalty"),
  text("first-layer", "firstLayer", "module of the first of two layers"),
  int("max-iterations", "maxIterations", "index of the last iteration"),
  int("batch-size", "batchSize", "rows of a training batch"),
  int("seed", "seed", "seed of data and initial weights"),
  range("interpolation-range", "interpolationRange", "training and validation inputs"),
  range("extrapolation-range", "extrapolationRange", "test inputs"),
  int("input-size", "inputSize", "number of inputs"),
  int("output-size", "outputSize", "outputs of the layer"),
  float("subset-ratio", "subsetRatio", "size of a subset / number of inputs"),
  float("overlap-ratio", "overlapRatio", "overlap / size of a subset"),
  flag("simple", "simple", "four inputs with subsets [0, 4) and [0, 2)"),
  int("hidden-size", "hiddenSize", "hidden width; in a single layer's run only part of its name"),
  choice("nac-mul", "nacMultiplication", choices.nacMultiplications, "how a NAC multiplies"),
  choice("oob-mode", "outOfBoundsMode", choices.outOfBoundsModes, "penalise or clip weights"),
  choice(
    "regualizer-scaling",
    "regularizerScaling",
    choices.regularizerScalings,
    "ramp of the sparsity penalty",
  ),
  int("regualizer-scaling-start", "regularizerScalingStart", "iteration where the ramp starts"),
  int("regualizer-scaling-end", "regularizerScalingEnd", "iteration where the ramp ends"),
  choice(
    "regualizer-shape",
    "regularizerShape",
    choices.regularizerShapes,
    "shape of the sparsity penalty",
  ),
  float("mnac-epsilon", "mnacEpsilon", "lower bound of an NMU's weights"),
  flag("nalu-bias", "naluBias", "bias of the NALU's gate"),
  flag("nalu-two-nac", "naluTwoNac", "two NACs in the NALU"),
  flag("nalu-two-gate", "naluTwoGate", "two gates in the NALU"),
  choice("nalu-mul", "naluMultiplication", choices.naluMultiplications, "how the NALU multiplies"),
  choice("nalu-gate", "naluGate", choices.naluGates, "gate of the NALU"),
  choice("optimizer", "optimizer", choices.optimizers, "optimiser"),
  float("learning-rate", "learningRate", "learning rate"),
  float("momentum", "momentum", "momentum of SGD"),
  flag("verbose", "verbose", "log weights, gates, gradients, histograms and text as well"),
  choice(
    "reg-scale-type",
    "regularizerScaleType",
    choices.regularizerScaleTypes,
    "what scales the NPUs' weight and gate penalties: the beta schedule or the ramp",
  ),
  float("regualizer-beta-start", "regularizerBetaStart", "first beta of the p-norm penalty"),
  float("regualizer-beta-end", "regularizerBetaEnd", "last beta"),
  int("regualizer-beta-step", "regularizerBetaStep", "iterations between changes of beta"),
  int("regualizer-beta-growth", "regularizerBetaGrowth", "factor by which beta changes"),
  flag("regualizer-l1", "regularizerL1", "switch the p-norm penalty on"),
  int("regualizer-npu-w", "regularizerNpuWeight", "factor of the NPUs' weight penalty"),
  int("regualizer-gate", "regularizerGate", "factor of the gate penalty"),
  choice("npu-clip", "npuClip", choices.npuClips, "what is clipped after a step"),
  choice(
    "npu-Wr-init",
    "npuRealWeightInit",
    choices.npuRealWeightInits,
    "initial real weights of the NPUs",
  ),
  precision("pytorch-precision", "precision", "bits of a floating point number"),
  flag("nmu-noise", "nmuNoise", "input noise of NMU-like modules"),
  flag("nau-noise", "nauNoise", "input noise of the NAU"),
  int("pcc2mse-iteration", "pccToMseIteration", "where pcc-mse goes over to mse"),
  choice("train-criterion", "trainCriterion", choices.trainCriteria, "training loss"),
  flag("trash-cell", "trashCell", "an extra scalar of the NRU"),
  flag("beta-nau", "betaNau", "Beta(7,7) initial weights of NAU and NRU"),
  int("log-interval", "logInterval", "iterations between logged rows"),
  float("clip-grad-norm", "clipGradientNorm", "largest norm of the gradient"),
  choice("nru-div-mode", "nruDivisionMode", choices.nruDivisionModes, "formula of the NRU"),
  choice(
    "realnpu-reg-type",
    "realNpuRegularizerType",
    choices.realNpuRegularizerTypes,
    "weight penalty of the Real NPU",
  ),
  int("lp-norm", "lpNorm", "p of the p-norm penalty"),
  {
    name: "--sample-distribution",
    setting: "sampleDistribution",
    values: "words",
    valueName: "words",
    description: "family of the inputs' distribution and its parameters",
    parse: parseSampleDistribution,
  },
  range("noise-range", "noiseRange", "bounds of the noise"),
];

/**
 * The settings that a command line gives.
 *
 * @param values the words of each argument by its name (`--seed`); an empty list for a flag
 * @throws {UserError} when a value is not what its argument takes
 */
export function settingsFromArguments(
  values: ReadonlyMap<string, readonly string[]>,
): GivenSettings {
  return Object.fromEntries(
    runArguments
      .filter(({ name }) => values.has(name))
      .map((argument) => [argument.setting, parseArgument(argument, values.get(argument.name)!)]),
  );
}

function parseArgument({ name, parse }: RunArgument, words: readonly string[]) {
  try {
    return parse(words);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`argument ${name}: ${error.message}`, 2, { cause: error });
  }
}

function argument(
  name: string,
  setting: keyof RunSettings,
  valueName: string,
  description: string,
  parseOne: (word: string) => RunSettings[keyof RunSettings],
): RunArgument {
  const parse = ([word]: readonly string[]) => parseOne(word);
  return { name: `--${name}`, setting, values: "one", valueName, description, parse };
}

function text(name: string, setting: "layerType" | "firstLayer", description: string) {
  return argument(name, setting, "module", description, (word) => word);
}

function flag(name: string, setting: FlagSetting, description: string): RunArgument {
  const parse = () => true;
  return { name: `--${name}`, setting, values: "none", valueName: "", description, parse };
}

function int(name: string, setting: NumberSetting, description: string): RunArgument {
  return argument(name, setting, "int", description, (word) => {
    if (/^\s*[+-]?\d[\d_]*\s*$/.test(word)) return Number(word.replaceAll("_", ""));
    throw new UserError(`"${word}" is not a whole number.`);
  });
}

function float(
  name: string,
  setting: NumberSetting | "clipGradientNorm",
  description: string,
): RunArgument {
  return argument(name, setting, "float", description, (word) => {
    if (/^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/.test(word)) return Number(word);
    throw new UserError(`"${word}" is not a number.`);
  });
}

function range(
  name: string,
  setting: "interpolationRange" | "extrapolationRange" | "noiseRange",
  description: string,
): RunArgument {
  return argument(name, setting, "python-literal", description, parseNumberRange);
}

function choice<Key extends keyof RunSettings>(
  name: string,
  setting: Key,
  allowed: readonly RunSettings[Key][] & readonly string[],
  description: string,
): RunArgument {
  const parse = (word: string): RunSettings[Key] => {
    const found = allowed.find((candidate) => candidate === word);
    if (found !== undefined) return found;
    throw new UserError(`"${word}" is none of ${allowed.join(", ")}.${didYouMean(word, allowed)}`);
  };
  return { ...argument(name, setting, "choice", description, parse), choices: allowed };
}

function precision(name: string, setting: "precision", description: string): RunArgument {
  return argument(name, setting, "int", description, (word) => {
    const found = choices.precisions.find((bits) => String(bits) === word);
    if (found !== undefined) return found;
    throw new UserError(`"${word}" is none of ${choices.precisions.join(", ")}.`);
  });
}
