import { arithmeticSettings, multiplicationSettings, singleLayerSettings } from "./arithmetic.js";
import { naluSettings } from "./nalu.js";
import {
  betaInitSettings,
  nauNoiseSettings,
  nmuNoiseSettings,
  noiseRangeSettings,
} from "./noise.js";
import { npuSettings, realNpuSettings } from "./npu.js";
import { nruSettings } from "./nru.js";
import {
  boundedWeightSettings,
  inputGateSettings,
  lowerBoundSettings,
  unusedInputSettings,
} from "./penalties.js";
import type { Setting, SettingsTable } from "./setting.js";
import { sequenceSettings } from "./sequence.js";
import { trainingSettings } from "./training.js";
import { twoLayerSettings } from "./twoLayer.js";

/** The tables of all owners, under the titles that the help gives them. A new owner is a line here. */
export const owners = [
  { title: "What is learnt", table: arithmeticSettings },
  { title: "What is learnt", table: singleLayerSettings },
  { title: "What is learnt", table: sequenceSettings },
  { title: "Network", table: multiplicationSettings },
  { title: "Network", table: twoLayerSettings },
  { title: "Training", table: trainingSettings },
  { title: "Penalties", table: boundedWeightSettings },
  { title: "Penalties", table: lowerBoundSettings },
  { title: "Penalties", table: unusedInputSettings },
  { title: "Penalties", table: inputGateSettings },
  { title: "NALU", table: naluSettings },
  { title: "NPU and Real NPU", table: npuSettings },
  { title: "NPU and Real NPU", table: realNpuSettings },
  { title: "NRU", table: nruSettings },
  { title: "NAU, NMU and their kin", table: betaInitSettings },
  { title: "NAU, NMU and their kin", table: nauNoiseSettings },
  { title: "NAU, NMU and their kin", table: nmuNoiseSettings },
  { title: "NAU, NMU and their kin", table: noiseRangeSettings },
] as const satisfies readonly { readonly title: string; readonly table: SettingsTable }[];

/** One table of all. */
export type AllSettings = Intersection<(typeof owners)[number]["table"]>;

type Intersection<Union> = (Union extends unknown ? (part: Union) => void : never) extends (
  part: infer Whole,
) => void
  ? Whole
  : never;

export const allSettings = Object.fromEntries(
  owners.flatMap(({ table }) => Object.entries<Setting<unknown>>(table)),
) as AllSettings;
