import { own } from "../../util/own.js";
import { readNumber } from "../settings/kinds.js";
import { naluSettings } from "../settings/nalu.js";
import { nruSettings } from "../settings/nru.js";
import { arithmeticSegments } from "./arithmeticSegments.js";
import {
  dashed,
  joined,
  marksOf,
  type NameFormat,
  type RunNameColumns,
  type Segment,
  splitParts,
} from "./nameFormat.js";

/** The names that figures give to modules, by the first segment of a run's name. */
const modelNames: Readonly<Record<string, string>> = {
  nalu: "NALU",
  reregualizedlinearnac: "NAU",
  reregualizedlinearmnac: "NMU",
  realnpu: "Real NPU",
  npu: "NPU",
  nac: "NAC₊",
  mnac: "NAC•",
};

/** `nru-sS`, `nalu-2n-m`: the layer type and the options that its module reads. */
const module: Segment = {
  encode({ settings }) {
    const name = settings.layerType.toLowerCase();
    const ofNru = name === "nru" ? marksOf(settings, nruSettings) : [];
    return [name, ...ofNru, ...marksOf(settings, naluSettings)].join("-");
  },
  decode: (text) => ({ model: own(modelNames, text) ?? text, "layer.type": text }),
};

/** Bounds of a range, two columns. */
const noise: Segment = {
  encode: ({ settings }) => `n-${settings.noiseRange.text.join("-")}`,
  decode(text) {
    const [lower = "", upper = ""] = splitParts(text.slice("n-".length));
    return { "noise.range.lower": readNumber(lower), "noise.range.upper": readNumber(upper) };
  },
};

/** The criterion with what belongs to it: `pcc-mse-25000`, `mse-TC`. */
const criterion: Segment = {
  encode({ settings: { trainCriterion, pccToMseIteration, trashCell } }) {
    const name = trainCriterion === "pcc-mse" ? `pcc-mse-${pccToMseIteration}` : trainCriterion;
    return trashCell ? `${name}-TC` : name;
  },
  decode: (text) => ({ "train.criterion": text }),
};

/** The 27 segments of the single-layer program, and the id that its successor appends. */
export const singleLayerName: NameFormat = {
  segments: [
    module,
    ...arithmeticSegments,
    joined("D-", "sampleDistribution"),
    noise,
    joined("L1", "regularizerL1"),
    dashed(
      "rb",
      "regularizerBetaStart",
      "regularizerBetaEnd",
      "regularizerBetaStep",
      "regularizerBetaGrowth",
    ),
    dashed("rWnpu", "regularizerNpuWeight", "realNpuRegularizerType"),
    joined("rg-", "regularizerGate"),
    joined("r", "regularizerScaleType"),
    joined("clip-", "npuClip"),
    joined("WrI-", "npuRealWeightInit"),
    joined("nM", "nmuNoise"),
    joined("gn-", "clipGradientNorm"),
    criterion,
  ],
  appendices: [
    {
      encode: () => "",
      decode: (text) => ({ id: readNumber(text.slice("id".length)) }),
    },
  ],
  derive: (columns) => ({ distribution: distributionLabel(columns) }),
};

/** The axis label of an input distribution, e.g. `TN(-1,3):[-5,10]`: family, mean and std, interpolation range. */
function distributionLabel(columns: RunNameColumns): string {
  const [family = "", ...parameters] = splitParts(String(columns["sample.distribution"]));
  const range = String(columns["interpolation.range"]).replaceAll("U[", "[");
  const name = family === "tn" ? `TN(${parameters[0]},${parameters[1]})` : family.toUpperCase();
  return `${name}:${range}`;
}
