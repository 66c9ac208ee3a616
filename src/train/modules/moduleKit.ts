/** What a file with a module of one's own imports (as `tbfigures/modules`). */
export * from "../../compute/graph/operations.js";
export type { Axis, Expression } from "../../compute/graph/expression.js";
export * from "./initializers.js";
export type {
  Initializer,
  Layer,
  LayerShape,
  LoggedDefinition,
  ModuleDefinition,
  NoiseDefinition,
  ParameterDefinition,
  PenaltyKey,
} from "./moduleDefinition.js";
export * from "./penalties.js";
export type { RunSettings } from "../../experiments/settings/runSettings.js";
