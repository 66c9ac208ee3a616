import { parseNumberRange } from "../values/numberRange.js";
import { distribution, flag, numberRange, oneOf, realNumber, wholeNumber } from "./kinds.js";
import { setting, type SettingsTable } from "./setting.js";

/** What is computed from the sums of the input subsets. */
export const operations = [
  "add",
  "sub",
  "mul",
  "div",
  "squared",
  "root",
  "reciprocal",
  "cumsum",
  "cumprod",
] as const;
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

const multiplicationMarks: Record<NacMultiplication, string> = {
  none: "",
  normal: "n",
  safe: "s",
  "max-safe": "s",
  mnac: "m",
  npu: "npu",
  "real-npu": "npur",
};

/** What tasks read that learn an operation on sums of input subsets. */
export const arithmeticSettings = {
  operation: setting("operation", oneOf(operations), "add", "what is learned", {
    column: "operation",
  }),
  /** Number of inputs. */
  inputSize: setting("input-size", wholeNumber({ least: 1 }), 2, "number of inputs", {
    column: "input.size",
  }),
  numberOfSubsets: setting("num-subsets", wholeNumber({ least: 1 }), 2, "number of input subsets", {
    column: "num.subsets",
  }),
  /** Size of a subset as a fraction of the number of inputs. */
  subsetRatio: setting(
    "subset-ratio",
    realNumber({ least: 0, most: 1 }),
    0.5,
    "size of a subset / number of inputs",
    { column: "subset.ratio" },
  ),
  /** Inputs shared by neighbouring subsets, as a fraction of a subset's size. */
  overlapRatio: setting(
    "overlap-ratio",
    realNumber({ least: 0, most: 1 }),
    0,
    "overlap / size of a subset",
    { column: "overlap.ratio" },
  ),
  /** Four inputs with the subsets [0, 4) and [0, 2), whatever the ratios say. */
  simple: setting("simple", flag, false, "four inputs with subsets [0, 4) and [0, 2)"),
  /** Inputs of training and validation are drawn from here. */
  interpolationRange: setting(
    "interpolation-range",
    numberRange,
    parseNumberRange("[1, 2]"),
    "training and validation inputs",
    { column: "interpolation.range" },
  ),
  /** Inputs of the test are drawn from here. */
  extrapolationRange: setting(
    "extrapolation-range",
    numberRange,
    parseNumberRange("[2, 6]"),
    "test inputs",
    { column: "extrapolation.range" },
  ),
} satisfies SettingsTable;

/** What every task reads. */
export const operationSettings = {
  operation: arithmeticSettings.operation,
} satisfies SettingsTable;

/** What networks read that learn arithmetic. */
export const multiplicationSettings = {
  /** How a NAC multiplies in two-layer tasks; a single layer reads only `max-safe`. */
  nacMultiplication: setting("nac-mul", oneOf(nacMultiplications), "none", "how a NAC multiplies", {
    mark: (multiplication) => multiplicationMarks[multiplication],
  }),
} satisfies SettingsTable;

/** What the single-layer task reads besides. */
export const singleLayerSettings = {
  /** Outputs of the layer; the target stays one number, whatever this is. */
  outputSize: setting("output-size", wholeNumber({ least: 1 }), 1, "outputs of the layer"),
  sampleDistribution: setting(
    "sample-distribution",
    distribution,
    { family: "uniform" },
    "family of the inputs' distribution and its parameters",
    { column: "sample.distribution" },
  ),
} satisfies SettingsTable;
