import { flag, oneOf } from "./kinds.js";
import { setting, type SettingsTable } from "./setting.js";

export const nruDivisionModes = ["div", "div-sepSign"] as const;
export type NruDivisionMode = (typeof nruDivisionModes)[number];

/** What the NRU reads. */
export const nruSettings = {
  nruDivisionMode: setting("nru-div-mode", oneOf(nruDivisionModes), "div", "formula of the NRU", {
    mark: (mode) => (mode === "div-sepSign" ? "sS" : ""),
  }),
  /** A scalar that training may add to the output and that the loss punishes. */
  trashCell: setting("trash-cell", flag, false, "an extra scalar of the NRU"),
} satisfies SettingsTable;
