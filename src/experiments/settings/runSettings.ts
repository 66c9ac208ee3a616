import { allSettings, type AllSettings } from "./owners.js";
import { defaultsOf, type SettingsOf } from "./setting.js";

/**
 * Everything that decides what one run computes, how it is named and what it logs. What nothing of a
 * run reads has its default.
 */
export type RunSettings = SettingsOf<AllSettings>;

/** The key of a setting, as pipeline files write it. */
export type SettingKey = keyof RunSettings;

/** The original program's defaults. */
export const defaultRunSettings: RunSettings = defaultsOf(allSettings);

/** The settings that were given; everything else takes its default. */
export type GivenSettings = Partial<RunSettings>;

/** The given settings, completed with the defaults. */
export function completeSettings(given: GivenSettings): RunSettings {
  return { ...defaultRunSettings, ...given };
}
