import { formatRunName } from "../../experiments/names/runName.js";
import {
  arithmeticSettings,
  multiplicationSettings,
  singleLayerSettings,
} from "../../experiments/settings/arithmetic.js";
import { allSettings } from "../../experiments/settings/owners.js";
import {
  completeSettings,
  defaultRunSettings,
  type GivenSettings,
  type RunSettings,
} from "../../experiments/settings/runSettings.js";
import type { SettingsTable } from "../../experiments/settings/setting.js";
import { trainingSettings } from "../../experiments/settings/training.js";
import { UserError } from "../../util/userError.js";
import { originalLayerType } from "../modules/layerType.js";
import type { ModuleDefinition } from "../modules/moduleDefinition.js";
import { findModule, shippedModules } from "../modules/moduleRegistry.js";

/** One run: what to train and what its directory is called. */
export interface ResolvedRun {
  readonly runName: string;
  readonly settings: RunSettings;
}

const taskTables: readonly SettingsTable[] = [
  trainingSettings,
  arithmeticSettings,
  singleLayerSettings,
  multiplicationSettings,
];

/**
 * The run that some settings describe, the rest being defaults.
 *
 * @param where what the settings were given in, for messages: a file and an experiment
 * @throws {UserError} for an unknown module, and for a setting that neither the task nor the module
 *   reads: it would stand in the run's name, or in a file, and mean nothing
 */
export function resolveRun(given: GivenSettings, where?: string): ResolvedRun {
  const module = findModule(given.layerType ?? defaultRunSettings.layerType);
  refuseUnread(given, module, where);
  const layerType = originalLayerType(given.layerType ?? defaultRunSettings.layerType);
  const named = { ...given, layerType };
  return { runName: formatRunName(named), settings: completeSettings(named) };
}

function refuseUnread(given: GivenSettings, module: ModuleDefinition, where = ""): void {
  if (!module.settings) return;
  const tables = [...taskTables, ...module.settings];
  const unread = Object.entries(given).filter(
    ([key, value]) => value !== undefined && !saysOff(value) && !tables.some(has(key)),
  );
  if (unread.length === 0) return;
  const known: SettingsTable = allSettings;
  const reasons = unread.map(([key]) => {
    const { option } = known[key];
    const readers = shippedModules.filter(({ settings }) => settings?.some(has(key)));
    const hint = readers.length > 0 ? `, which is for ${namesOf(readers)}` : "";
    return `${key}${option === null ? "" : ` (--${option})`}${hint}`;
  });
  throw new UserError(
    `${where}${where && ": "}neither a single layer nor the module ${module.name} reads ` +
      `${reasons.join("; ")}. Leave it out.`,
    where === "" ? 2 : 1,
  );
}

const has =
  (key: string) =>
  (table: SettingsTable): boolean =>
    Object.hasOwn(table, key);

const namesOf = (modules: readonly ModuleDefinition[]): string =>
  modules.map(({ name }) => name).join(", ");

/** Whether a value says that something is not done, which is true of what is not there. */
function saysOff(value: unknown): boolean {
  return value === 0 || value === false || value === null || value === "none";
}
