/** What a file with a module of one's own imports (as `tbfigures/modules`). */
export * from "./graph/operations.js";
export type { Axis, Expression } from "./graph/expression.js";
export * from "./modules/initializers.js";
export type {
  Initializer,
  Layer,
  LayerShape,
  LoggedDefinition,
  ModuleDefinition,
  NoiseDefinition,
  ParameterDefinition,
  PenaltyKey,
} from "./modules/moduleDefinition.js";
export * from "./modules/penalties.js";
export type { RunSettings } from "./runSettings.js";
