/** What a file with a module of one's own imports (as `tbfigures/modules`). */
export * from "../../compute/graph/operations.js";
export type {
  Axis,
  Expression,
  BinaryOperator,
  Comparison,
  Layout,
  Reduction,
  UnaryOperator,
} from "../../compute/graph/expression.js";
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
  NoiseInterval,
} from "./parts/moduleDefinition.js";
export type { TorchGenerator } from "../../compute/random/torchGenerator.js";
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
  type RegularizerShape,
} from "../../experiments/settings/penalties.js";
export type { RunSettings } from "../../experiments/settings/runSettings.js";
export type { AllSettings } from "../../experiments/settings/owners.js";
export type {
  SettingsTable,
  SettingsOf,
  Setting,
  NamePart,
  SettingKind,
} from "../../experiments/settings/setting.js";
