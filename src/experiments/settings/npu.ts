import { oneOf, wholeNumber } from "./kinds.js";
import { inputGateSettings } from "./penalties.js";
import { setting, type SettingsTable } from "./setting.js";

/** What is clipped after each step: `w` the real weights, `i` the imaginary ones, `g` the gate. */
export const npuClips = ["none", "w", "g", "wg", "wig"] as const;
export type NpuClip = (typeof npuClips)[number];

export const npuRealWeightInits = ["xavier-uniform", "xavier-uniform-constrained"] as const;
export type NpuRealWeightInit = (typeof npuRealWeightInits)[number];

/** Where the Real NPU's weight penalty is zero: `W` at -1 and 1, `bias` at -1, 0 and 1. */
export const realNpuRegularizerTypes = ["W", "bias"] as const;
export type RealNpuRegularizerType = (typeof realNpuRegularizerTypes)[number];

/** What the NPU and the Real NPU read. */
export const npuSettings = {
  ...inputGateSettings,
  /** Factor of the penalty W-NPU; 0: off. */
  regularizerNpuWeight: setting(
    "regualizer-npu-w",
    wholeNumber(),
    0,
    "factor of the NPUs' weight penalty",
    { column: "regualizer.npu.w" },
  ),
  npuClip: setting("npu-clip", oneOf(npuClips), "none", "what is clipped after a step", {
    column: "npu.clip",
    write: (clip) => (clip === "none" ? "n" : clip),
    read: (text) => (text === "n" ? "none" : text),
  }),
  npuRealWeightInit: setting(
    "npu-Wr-init",
    oneOf(npuRealWeightInits),
    "xavier-uniform",
    "initial real weights of the NPUs",
    {
      column: "npu.Wr.init",
      write: (init) => (init === "xavier-uniform" ? "xu" : "xuc"),
      read: (text) =>
        ({ xu: "xavier-uniform", xuc: "xavier-uniform-constrained" })[text] ?? `WrI-${text}`,
    },
  ),
} satisfies SettingsTable;

/** What only the Real NPU reads. */
export const realNpuSettings = {
  realNpuRegularizerType: setting(
    "realnpu-reg-type",
    oneOf(realNpuRegularizerTypes),
    "W",
    "weight penalty of the Real NPU",
    { column: "realnpu.reg.type", write: (type) => type[0] },
  ),
} satisfies SettingsTable;
