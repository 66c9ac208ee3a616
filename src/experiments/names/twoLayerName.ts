import { own } from "../../util/own.js";
import { multiplicationSettings } from "../settings/arithmetic.js";
import { naluSettings } from "../settings/nalu.js";
import { arithmeticSegments } from "./arithmeticSegments.js";
import { marksOf, type NameFormat, type Segment } from "./nameFormat.js";

/** The names that figures give to networks, by the first segment of a run's name. */
const modelNames: Readonly<Record<string, string>> = {
  linear: "Linear",
  relu: "ReLU",
  relu6: "ReLU6",
  nac: "NAC₊",
  "nac-nac-n": "NAC•",
  "posnac-nac-n": "NAC•,σ",
  "reregualizedlinearposnac-nac-n": "NAC•,NMU",
  lstm: "LSTM",
  nalu: "NALU",
  "nalu-nalu-2n": "NALU (separate)",
  reregualizedlinearnac: "NAU",
  "reregualizedlinearnac-nac-m": "NMU",
  "reregualizedlinearnalu-nalu-2nm": "Gated NAU/NMU",
};

/** `reregualizedlinearnac-nac-m`, `nalu-nalu-2nm`: the layer type, how it multiplies, NALU's options. */
export const networkSegment: Segment = {
  encode({ settings }) {
    const options = (prefix: string, marks: readonly string[]) =>
      marks.length === 0 ? "" : `-${prefix}-${marks.join("")}`;
    return (
      settings.layerType.toLowerCase() +
      options("nac", marksOf(settings, multiplicationSettings)) +
      options("nalu", marksOf(settings, naluSettings))
    );
  },
  decode: (text) => ({ model: own(modelNames, text) ?? text, "layer.type": text }),
};

/** What the segments say that older programs did not write. */
const older = {
  "hidden.size": 2,
  "num.subsets": 2,
  "learning.optimizer": "Adam",
  "learning.rate": 1e-3,
  "learning.momentum": 0,
};

/** The 15 segments of the two-layer program; its older versions wrote 12 to 14 of them. */
export const twoLayerName: NameFormat = {
  segments: [networkSegment, ...arithmeticSegments],
  fewest: 12,
  appendices: [],
  derive: (columns) => ({ ...older, ...columns }),
};
