import { parseNumberRange } from "../values/numberRange.js";
import { flag, numberRange } from "./kinds.js";
import { setting, type SettingsTable } from "./setting.js";

/** What modules read whose initial weights may be drawn from Beta(7, 7). */
export const betaInitSettings = {
  betaNau: setting("beta-nau", flag, false, "Beta(7,7) initial weights of NAU and NRU"),
} satisfies SettingsTable;

/** What the NAU reads. */
export const nauNoiseSettings = {
  nauNoise: setting("nau-noise", flag, false, "input noise of the NAU"),
} satisfies SettingsTable;

/** What NMU-like modules read. */
export const nmuNoiseSettings = {
  nmuNoise: setting("nmu-noise", flag, false, "input noise of NMU-like modules", {
    column: "nmu.noise",
  }),
} satisfies SettingsTable;

/** What modules read whose noise has bounds that can be chosen. */
export const noiseRangeSettings = {
  /** The interval that the noise of an NMU is drawn from. */
  noiseRange: setting(
    "noise-range",
    numberRange,
    parseNumberRange("[1, 5]"),
    "bounds of the noise",
  ),
} satisfies SettingsTable;
