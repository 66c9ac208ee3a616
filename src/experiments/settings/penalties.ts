import { pythonFloat } from "../../util/text/pythonFloat.js";
import { oneOf, realNumber, wholeNumber } from "./kinds.js";
import { setting, type SettingsTable } from "./setting.js";

export const regularizerScalings = ["exp", "linear"] as const;
export type RegularizerScaling = (typeof regularizerScalings)[number];

export const regularizerShapes = ["squared", "linear", "none"] as const;
export type RegularizerShape = (typeof regularizerShapes)[number];

/** What happens to weights outside their bounds: a penalty, or clipping after the step. */
export const outOfBoundsModes = ["regualized", "clip"] as const;
export type OutOfBoundsMode = (typeof outOfBoundsModes)[number];

/** Which ramp scales the penalties W-NPU and g-NPU: the β schedule (`heim`) or the linear one. */
export const regularizerScaleTypes = ["heim", "madsen"] as const;
export type RegularizerScaleType = (typeof regularizerScaleTypes)[number];

/** The original's defaults are Python ints, what is given becomes a float: `10`, `10.0`. */
const intUnlessGiven = (value: number, isGiven: boolean): string =>
  isGiven ? pythonFloat(value) : String(value);

/** The ramp that scales penalties on weights and gates. */
export const rampSettings = {
  /** Ramp of the factor of W. */
  regularizerScaling: setting(
    "regualizer-scaling",
    oneOf(regularizerScalings),
    "linear",
    "ramp of the sparsity penalty",
    { column: "regualizer.scaling" },
  ),
  /** Iteration at which the linear ramp leaves 0. */
  regularizerScalingStart: setting(
    "regualizer-scaling-start",
    wholeNumber(),
    1_000_000,
    "iteration where the ramp starts",
    { column: "regualizer.scaling.start" },
  ),
  /** Iteration at which the linear ramp reaches 1. */
  regularizerScalingEnd: setting(
    "regualizer-scaling-end",
    wholeNumber(),
    2_000_000,
    "iteration where the ramp ends",
    { column: "regualizer.scaling.end" },
  ),
} satisfies SettingsTable;

/** What modules read that can be told to expect nothing of inputs which they do not use. */
export const unusedInputSettings = {
  /** Factor of the penalty z on unused inputs. */
  regularizerZ: setting("regualizer-z", realNumber(), 0, "factor of the penalty z", {
    column: "regualizer.z",
    write: intUnlessGiven,
  }),
} satisfies SettingsTable;

/** What modules read whose weights should end at 0 or ±1 and stay within bounds. */
export const boundedWeightSettings = {
  ...rampSettings,
  ...unusedInputSettings,
  /** Factor of the weights' sparsity penalty (W). */
  regularizer: setting("regualizer", realNumber(), 10, "factor of the weights' sparsity penalty", {
    column: "regualizer",
    write: intUnlessGiven,
  }),
  regularizerShape: setting(
    "regualizer-shape",
    oneOf(regularizerShapes),
    "linear",
    "shape of the sparsity penalty",
    { column: "regualizer.shape" },
  ),
  outOfBoundsMode: setting(
    "oob-mode",
    oneOf(outOfBoundsModes),
    "clip",
    "penalise or clip weights",
    {
      column: "oob.control",
      // sequential_mnist's name.
      alias: "nac-oob",
      write: (mode) => mode[0],
      read: (text) => (text[0] === "r" ? "regualized" : "clip"),
    },
  ),
  /** Factor of the penalty on weights out of bounds (W-OOB). */
  regularizerOutOfBounds: setting(
    "regualizer-oob",
    realNumber(),
    1,
    "factor of the out-of-bounds penalty",
    { column: "regualizer.oob", write: intUnlessGiven },
  ),
} satisfies SettingsTable;

/** What modules read whose weights lie in [ε, 1] or [-1 + ε, 1]. */
export const lowerBoundSettings = {
  ...boundedWeightSettings,
  /** Lower bound of an NMU's weights. */
  mnacEpsilon: setting("mnac-epsilon", realNumber(), 0, "lower bound of an NMU's weights", {
    column: "epsilon.zero",
    write: intUnlessGiven,
  }),
} satisfies SettingsTable;

/** What modules read that choose their inputs by a gate which should open or close. */
export const inputGateSettings = {
  ...rampSettings,
  /** Factor of the penalty g-NPU; 0: off. */
  regularizerGate: setting("regualizer-gate", wholeNumber(), 0, "factor of the gate penalty", {
    column: "regualizer.gate",
  }),
  /** Which ramp scales W-NPU and g-NPU. */
  regularizerScaleType: setting(
    "reg-scale-type",
    oneOf(regularizerScaleTypes),
    "heim",
    "what scales the NPUs' weight and gate penalties: the beta schedule or the ramp",
    {
      column: "reg.scale.type",
      write: (type) => type[0].toUpperCase(),
      read: (text) => ({ H: "heim", M: "madsen" })[text] ?? `r${text}`,
    },
  ),
} satisfies SettingsTable;
