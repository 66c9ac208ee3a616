import { formatPythonFixed } from "../values/pythonNumber.js";
import type { SampleDistribution } from "../values/sampleDistribution.js";
import { pythonFloat } from "../../util/pythonFloat.js";
import { UserError } from "../../util/userError.js";
import { completeSettings, type GivenSettings, type RunSettings } from "../settings/runSettings.js";

/** What file systems allow, in bytes. */
const longestName = 255;

/**
 * The name of a run's directory: the original program's 27 segments joined by `_`, numbers written
 * as Python writes them.
 *
 * @param given the settings that were given; the original's defaults of the penalties' factors are
 *   ints while given values are floats, so that a default 10 reads `10` and a given one `10.0`
 * @throws {UserError} when the name is longer than a file's name may be
 */
export function formatRunName(given: GivenSettings): string {
  const settings = completeSettings(given);
  const floatIfGiven = (
    key: "mnacEpsilon" | "regularizer" | "regularizerZ" | "regularizerOutOfBounds",
  ): string => (given[key] === undefined ? String(settings[key]) : pythonFloat(settings[key]));
  const flag = (value: boolean): string => (value ? "T" : "F");
  const name = [
    formatModule(settings),
    `op-${settings.operation}`,
    `oob-${settings.outOfBoundsMode[0]}`,
    `rs-${settings.regularizerScaling}-${settings.regularizerShape}`,
    `eps-${floatIfGiven("mnacEpsilon")}`,
    `rl-${settings.regularizerScalingStart}-${settings.regularizerScalingEnd}`,
    `r-${floatIfGiven("regularizer")}-${floatIfGiven("regularizerZ")}-${floatIfGiven("regularizerOutOfBounds")}`,
    `i-${settings.interpolationRange.text.join("-")}`,
    `e-${settings.extrapolationRange.text.join("-")}`,
    settings.simple
      ? "z-simple"
      : `z-${settings.inputSize}-${pythonFloat(settings.subsetRatio)}-${pythonFloat(settings.overlapRatio)}`,
    `b${settings.batchSize}`,
    `s${settings.seed}`,
    `h${settings.hiddenSize}`,
    `z${settings.numberOfSubsets}`,
    `lr-${settings.optimizer}-${formatPythonFixed(settings.learningRate, 5)}-${pythonFloat(settings.momentum)}`,
    `D-${formatDistribution(settings.sampleDistribution)}`,
    `n-${settings.noiseRange.text.join("-")}`,
    `L1${flag(settings.regularizerL1)}`,
    `rb-${pythonFloat(settings.regularizerBetaStart)}-${pythonFloat(settings.regularizerBetaEnd)}-${settings.regularizerBetaStep}-${settings.regularizerBetaGrowth}`,
    `rWnpu-${settings.regularizerNpuWeight}-${settings.realNpuRegularizerType[0]}`,
    `rg-${settings.regularizerGate}`,
    `r${settings.regularizerScaleType[0].toUpperCase()}`,
    `clip-${settings.npuClip === "none" ? "n" : settings.npuClip}`,
    `WrI-${settings.npuRealWeightInit === "xavier-uniform" ? "xu" : "xuc"}`,
    `nM${flag(settings.nmuNoise)}`,
    `gn-${settings.clipGradientNorm === null ? "F" : pythonFloat(settings.clipGradientNorm)}`,
    formatCriterion(settings),
  ].join("_");
  const bytes = Buffer.byteLength(name);
  if (bytes > longestName) {
    throw new UserError(
      `A run's name would have ${bytes} bytes, and file systems take ${longestName}: ` +
        `give ranges and factors with fewer digits.\n${name}`,
    );
  }
  return name;
}

function formatModule(settings: RunSettings): string {
  const name = settings.layerType.toLowerCase();
  const options = [
    name === "nru" && settings.nruDivisionMode === "div-sepSign" && "sS",
    settings.naluBias && "b",
    settings.naluTwoNac && "2n",
    settings.naluTwoGate && "2g",
    ["safe", "max-safe"].includes(settings.naluMultiplication) && "s",
    settings.naluMultiplication === "trig" && "t",
    settings.naluMultiplication === "mnac" && "m",
    settings.naluGate === "regualized" && "r",
    settings.naluGate === "gumbel" && "u",
    settings.naluGate === "obs-gumbel" && "uu",
  ];
  return [name, ...options.filter((option) => option !== false)].join("-");
}

function formatDistribution(distribution: SampleDistribution): string {
  switch (distribution.family) {
    case "uniform":
      return "u";
    case "benford":
      return "b";
    case "exponential":
      return `e-${pythonFloat(distribution.scale)}`;
    case "truncated-normal":
      return [
        "tn",
        Math.trunc(distribution.interpolationMean),
        Math.trunc(distribution.interpolationDeviation),
        Math.trunc(distribution.extrapolationMean),
        Math.trunc(distribution.extrapolationDeviation),
      ].join("-");
  }
}

function formatCriterion(settings: RunSettings): string {
  const criterion =
    settings.trainCriterion === "pcc-mse"
      ? `pcc-mse-${settings.pccToMseIteration}`
      : settings.trainCriterion;
  return settings.trashCell ? `${criterion}-TC` : criterion;
}
