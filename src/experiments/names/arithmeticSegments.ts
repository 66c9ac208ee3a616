import type { RunSettings } from "../settings/runSettings.js";
import { dashed, either, joined, type Segment } from "./nameFormat.js";

const isSimple = ({ simple }: RunSettings): boolean => simple;
const simpleColumns = { "input.size": 4, "subset.ratio": null, "overlap.ratio": null };

/** The segments 2 to 15 of the arithmetic programs: what is learnt, penalties, data, size and optimiser. */
export const arithmeticSegments: readonly Segment[] = [
  joined("op-", "operation"),
  joined("oob-", "outOfBoundsMode"),
  dashed("rs", "regularizerScaling", "regularizerShape"),
  joined("eps-", "mnacEpsilon"),
  dashed("rl", "regularizerScalingStart", "regularizerScalingEnd"),
  dashed("r", "regularizer", "regularizerZ", "regularizerOutOfBounds"),
  joined("i-", "interpolationRange"),
  joined("e-", "extrapolationRange"),
  either(
    "z-simple",
    isSimple,
    simpleColumns,
    dashed("z", "inputSize", "subsetRatio", "overlapRatio"),
  ),
  joined("b", "batchSize"),
  joined("s", "seed"),
  joined("h", "hiddenSize"),
  joined("z", "numberOfSubsets"),
  dashed("lr", "optimizer", "learningRate", "momentum"),
];
