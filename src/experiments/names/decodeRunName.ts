/** What a segment of a run name says, by column; numbers where the segment holds a number. */
export type RunNameColumns = Readonly<Record<string, string | number | boolean | null>>;

const modelNames: Readonly<Record<string, string>> = {
  nalu: "NALU",
  reregualizedlinearnac: "NAU",
  reregualizedlinearmnac: "NMU",
  realnpu: "Real NPU",
  npu: "NPU",
  nac: "NAC₊",
  mnac: "NAC•",
};

const number = "-?\\d+(?:\\.\\d*)?(?:e[-+]?\\d+)?";
const numberPattern = new RegExp(`^${number}$`, "i");
const plainRange = new RegExp(`^(${number})-(${number})$`, "i");
const mirroredRange = new RegExp(
  `^\\[(${number}), ?(${number})\\]-\\[(${number}), ?(${number})\\]$`,
  "i",
);

/**
 * Decodes the name of a run of the single-layer task: 27 segments joined by `_`, 28 with an id.
 * Column names of the segments that the R scripts decode are theirs; the others are named after
 * the training argument.
 *
 * @returns null when the name is not of that form
 */
export function decodeRunName(name: string): RunNameColumns | null {
  const segments = name.split("_");
  if (segments.length < 27 || segments.length > 28 || !segments[1].startsWith("op-")) return null;
  const columns: Record<string, string | number | boolean | null> = {};
  const [model, ...rest] = segments as [string, ...string[]];
  columns["model"] = modelNames[model] ?? model;
  columns["layer.type"] = model;
  rest.forEach((segment, index) => Object.assign(columns, decoders[index](segment)));
  columns["distribution"] = distributionLabel(rest[14], rest[6]);
  return columns;
}

type Decoder = (segment: string) => Record<string, string | number | boolean | null>;

const flag = (segment: string): boolean | null =>
  segment.endsWith("T") ? true : segment.endsWith("F") ? false : null;

/** Segment 2 (index 0) and those after it, in the order of the name. */
const decoders: readonly Decoder[] = [
  (segment) => ({ operation: segment.slice("op-".length) }),
  (segment) => ({ "oob.control": segment[4] === "r" ? "regualized" : "clip" }),
  named("rs", ["regualizer.scaling", "regualizer.shape"]),
  (segment) => ({ "epsilon.zero": value(segment.slice("eps-".length)) }),
  named("rl", ["regualizer.scaling.start", "regualizer.scaling.end"]),
  named("r", ["regualizer", "regualizer.z", "regualizer.oob"]),
  (segment) => ({ "interpolation.range": rangeLabel(segment.slice(2)) }),
  (segment) => ({ "extrapolation.range": rangeLabel(segment.slice(2)) }),
  (segment) =>
    segment === "z-simple"
      ? { "input.size": 4, "subset.ratio": null, "overlap.ratio": null }
      : named("z", ["input.size", "subset.ratio", "overlap.ratio"])(segment),
  (segment) => ({ "batch.size": value(segment.slice(1)) }),
  (segment) => ({ seed: value(segment.slice(1)) }),
  (segment) => ({ "hidden.size": value(segment.slice(1)) }),
  (segment) => ({ "num.subsets": value(segment.slice(1)) }),
  (segment) => {
    const columns = named("lr", ["learning.optimizer", "learning.rate", "learning.momentum"])(
      segment,
    );
    const optimizer = columns["learning.optimizer"];
    const label = { adam: "Adam", sgd: "SGD" }[String(optimizer)] ?? optimizer ?? null;
    return { ...columns, "learning.optimizer": label };
  },
  (segment) => ({ "sample.distribution": segment.slice("D-".length) }),
  named("n", ["noise.range.lower", "noise.range.upper"]),
  (segment) => ({ "regualizer.l1": flag(segment) }),
  named("rb", ["beta.start", "beta.end", "beta.step", "beta.growth"]),
  named("rWnpu", ["regualizer.npu.w", "realnpu.reg.type"]),
  (segment) => ({ "regualizer.gate": value(segment.slice("rg-".length)) }),
  (segment) => ({ "reg.scale.type": { rH: "heim", rM: "madsen" }[segment] ?? segment }),
  (segment) => ({ "npu.clip": segment === "clip-n" ? "none" : segment.slice("clip-".length) }),
  (segment) => ({
    "npu.Wr.init":
      { "WrI-xu": "xavier-uniform", "WrI-xuc": "xavier-uniform-constrained" }[segment] ?? segment,
  }),
  (segment) => ({ "nmu.noise": flag(segment) }),
  (segment) => ({
    "clip.grad.norm": segment === "gn-F" ? null : value(segment.slice("gn-".length)),
  }),
  (segment) => ({ "train.criterion": segment }),
  (segment) => ({ id: value(segment.slice("id".length)) }),
];

/** Decodes `<prefix>-a-b-c`: parts may be negative numbers or hold an exponent (`rb-1e-09-1e-07-10000-10`). */
function named(prefix: string, columns: readonly string[]): Decoder {
  return (segment) => {
    const parts = splitParts(segment.slice(prefix.length + 1));
    return Object.fromEntries(columns.map((column, index) => [column, value(parts[index] ?? "")]));
  };
}

/** Splits at the hyphens that are neither a sign nor part of an exponent. */
function splitParts(text: string): string[] {
  const part = new RegExp(`(?:^|-)(${number}(?=-|$)|[^-]+)`, "gi");
  return [...text.matchAll(part)].map((match) => match[1]);
}

function value(text: string): string | number | null {
  if (text === "") return null;
  return numberPattern.test(text) ? Number(text) : text;
}

/** `-2-2` -> `U[-2,2]`; `[-6, -2]-[2, 6]` -> `U[-6,-2] & U[2,6]`. */
function rangeLabel(text: string): string {
  const plain = plainRange.exec(text);
  if (plain) return `U[${plain[1]},${plain[2]}]`;
  const mirrored = mirroredRange.exec(text);
  if (mirrored) return `U[${mirrored[1]},${mirrored[2]}] & U[${mirrored[3]},${mirrored[4]}]`;
  return text;
}

/** The axis label of an input distribution, e.g. `TN(-1,3):[-5,10]`: family, mean and std, interpolation range. */
function distributionLabel(segment: string, rangeSegment: string): string {
  const [family = "", ...parameters] = splitParts(segment.slice("D-".length));
  const range = rangeLabel(rangeSegment.slice(2)).replaceAll("U[", "[");
  const name = family === "tn" ? `TN(${parameters[0]},${parameters[1]})` : family.toUpperCase();
  return `${name}:${range}`;
}
