import { flag, oneOf } from "./kinds.js";
import { setting, type SettingsTable } from "./setting.js";

export const naluMultiplications = ["normal", "safe", "trig", "max-safe", "mnac"] as const;
export type NaluMultiplication = (typeof naluMultiplications)[number];

export const naluGates = ["normal", "regualized", "obs-gumbel", "gumbel"] as const;
export type NaluGate = (typeof naluGates)[number];

const multiplicationMarks: Record<NaluMultiplication, string> = {
  normal: "",
  safe: "s",
  "max-safe": "s",
  trig: "t",
  mnac: "m",
};

const gateMarks: Record<NaluGate, string> = {
  normal: "",
  regualized: "r",
  gumbel: "u",
  "obs-gumbel": "uu",
};

/** What NALUs read. Their marks stand in this order in names of runs. */
export const naluSettings = {
  naluBias: setting("nalu-bias", flag, false, "bias of the NALU's gate", {
    mark: (isSet) => (isSet ? "b" : ""),
  }),
  naluTwoNac: setting("nalu-two-nac", flag, false, "two NACs in the NALU", {
    mark: (isSet) => (isSet ? "2n" : ""),
  }),
  naluTwoGate: setting("nalu-two-gate", flag, false, "two gates in the NALU", {
    mark: (isSet) => (isSet ? "2g" : ""),
  }),
  naluMultiplication: setting(
    "nalu-mul",
    oneOf(naluMultiplications),
    "normal",
    "how the NALU multiplies",
    { mark: (multiplication) => multiplicationMarks[multiplication] },
  ),
  naluGate: setting("nalu-gate", oneOf(naluGates), "normal", "gate of the NALU", {
    mark: (gate) => gateMarks[gate],
  }),
} satisfies SettingsTable;
