/** What a file with a module of one's own imports (as `tbfigures/modules`). */
export * from "../../compute/graph/operations.js";
export type { Axis, Expression } from "../../compute/graph/expression.js";
export * from "./parts/initializers.js";
export type {
  Initializer,
  Layer,
  LayerShape,
  LoggedDefinition,
  ModuleDefinition,
  NoiseDefinition,
  ParameterDefinition,
  PenaltyKey,
} from "./parts/moduleDefinition.js";
export * from "./parts/penalties.js";
export { naluSettings } from "../../experiments/settings/nalu.js";
export {
  betaInitSettings,
  nauNoiseSettings,
  nmuNoiseSettings,
  noiseRangeSettings,
} from "../../experiments/settings/noise.js";
export { npuSettings, realNpuSettings } from "../../experiments/settings/npu.js";
export { nruSettings } from "../../experiments/settings/nru.js";
export {
  boundedWeightSettings,
  inputGateSettings,
  lowerBoundSettings,
  rampSettings,
  unusedInputSettings,
} from "../../experiments/settings/penalties.js";
export type { RunSettings } from "../../experiments/settings/runSettings.js";
export type { SettingsTable } from "../../experiments/settings/setting.js";
