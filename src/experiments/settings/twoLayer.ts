import { moduleName, nullable, wholeNumber } from "./kinds.js";
import { setting, type SettingsTable } from "./setting.js";

/** What networks of two layers read. */
export const twoLayerSettings = {
  /** Module of the first layer; null: that of the second. */
  firstLayer: setting(
    "first-layer",
    nullable(moduleName),
    null,
    "module of the first of two layers",
  ),
  /** Outputs of the first layer. */
  hiddenSize: setting("hidden-size", wholeNumber({ least: 1 }), 2, "outputs of the first layer", {
    column: "hidden.size",
  }),
} satisfies SettingsTable;
