import * as z from "zod";
import { allSettings } from "./settings/owners.js";
import { schemasOf } from "./settings/setting.js";

/**
 * The settings that a pipeline may give to an experiment, without those its runs differ in (seed and
 * ranges).
 */
export const experimentSettingsSchema = z
  .strictObject(schemasOf(allSettings))
  .omit({ seed: true, interpolationRange: true, extrapolationRange: true })
  .partial();

export type ExperimentSettings = Readonly<z.output<typeof experimentSettingsSchema>>;
