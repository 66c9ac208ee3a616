import { networkSegment } from "./twoLayerName.js";
import { dashed, joined, type NameFormat, type Segment } from "./nameFormat.js";

const lastOf = (text: string): string => text.slice(text.lastIndexOf("-") + 1);

/** `m-l-n`: the linear head, the only one that works, and what takes the place of the cell. */
const model: Segment = joined("m-l-", "modelSimplification");

/** The 14 segments of the program that learns on sequences of images. */
export const sequenceName: NameFormat = {
  segments: [
    networkSegment,
    joined("d-", "mnistDigits"),
    joined("h-", "mnistOutputs"),
    joined("op-", "operation"),
    joined("oob-", "outOfBoundsMode"),
    dashed("rs", "regularizerScaling", "regularizerShape"),
    joined("eps-", "mnacEpsilon"),
    dashed("rl", "regularizerScalingStart", "regularizerScalingEnd"),
    dashed("r", "regularizer", "regularizerZ", "regularizerOutOfBounds"),
    { ...model, decode: (text) => model.decode(`m-l-${lastOf(text)}`) },
    joined("i-", "interpolationLength"),
    joined("e-", "extrapolationLengths"),
    joined("b", "batchSize"),
    joined("s", "seed"),
  ],
  second: "d-",
  appendices: [],
};
