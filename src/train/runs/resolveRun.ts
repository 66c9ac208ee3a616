import { seedNames } from "../../experiments/names/runName.js";
import { allSettings } from "../../experiments/settings/owners.js";
import {
  completeSettings,
  type GivenSettings,
  type RunSettings,
} from "../../experiments/settings/runSettings.js";
import type { SettingsTable } from "../../experiments/settings/setting.js";
import { UserError } from "../../util/userError.js";
import { originalLayerType } from "../modules/layerType.js";
import type { ModuleDefinition } from "../modules/parts/moduleDefinition.js";
import { shippedModules } from "../modules/moduleRegistry.js";
import type { Learner } from "../trainer/learner.js";
import { learners } from "./learners.js";

/** One run: what to train and what its directory is called. */
export interface ResolvedRun {
  readonly runName: string;
  readonly settings: RunSettings;
}

/**
 * The run that some settings describe, the rest being defaults.
 *
 * @param where what the settings were given in, for messages: a file and an experiment
 * @throws {UserError} for an unknown module, and for a setting that neither the task, its network nor
 *   their modules read: it would stand in the run's name, or in a file, and mean nothing
 */
export function resolveRun(given: GivenSettings, where = ""): ResolvedRun {
  return resolveSeeds(given, where)(given.seed);
}

/**
 * The runs that some settings describe, by their seed; the default one's without. What the seed does not
 * decide is checked and written once.
 *
 * @throws {UserError} as {@link resolveRun} does
 */
export function resolveSeeds(
  given: GivenSettings,
  where = "",
): (seed: number | undefined) => ResolvedRun {
  const complete = completeSettings(given);
  const task = learners[complete.task];
  const modules = task.network.modules(complete);
  refuseUnread(given, task, modules, where);
  const named = {
    ...given,
    layerType: task.network.ownTypes?.includes(complete.layerType)
      ? complete.layerType
      : originalLayerType(complete.layerType),
    ...(complete.firstLayer !== null && { firstLayer: originalLayerType(complete.firstLayer) }),
  };
  const settings = completeSettings(named);
  const nameOf = seedNames(named);
  return (seed = settings.seed) => ({ runName: nameOf(seed), settings: { ...settings, seed } });
}

function refuseUnread(
  given: GivenSettings,
  { title, settings, network }: Learner,
  modules: readonly ModuleDefinition[],
  where: string,
): void {
  const tables: SettingsTable[] = [...settings, ...network.settings];
  for (const module of modules) {
    if (!module.settings) return;
    tables.push(...module.settings);
  }
  const unread = Object.entries(given)
    .filter(([, value]) => value !== undefined && !saysOff(value))
    .map(([key]) => key)
    .filter((key) => !tables.some(has(key)));
  if (unread.length === 0) return;
  const known: SettingsTable = allSettings;
  const reasons = unread.map((key) => {
    const { option } = known[key];
    const readers = readersOf(key);
    const hint = readers.length > 0 ? `, which is for ${readers.join(", ")}` : "";
    return `${key}${option === null ? "" : ` (--${option})`}${hint}`;
  });
  const own = given.layerType ?? "its network";
  const names = modules.length === 0 ? [own] : [...new Set(modules.map(({ name }) => name))];
  throw new UserError(
    `${where}${where && ": "}neither ${title} nor ${names.join(" nor ")} reads ` +
      `${reasons.join("; ")}. Leave it out.`,
    where === "" ? 2 : 1,
  );
}

/** The tasks and modules that read a setting. */
function readersOf(key: string): string[] {
  const readingTasks = Object.values(learners).filter(({ settings, network }) =>
    [...settings, ...network.settings].some(has(key)),
  );
  const readingModules = shippedModules.filter(({ settings }) => settings?.some(has(key)));
  return [...readingTasks.map(({ title }) => title), ...readingModules.map(({ name }) => name)];
}

const has =
  (key: string) =>
  (table: SettingsTable): boolean =>
    Object.hasOwn(table, key);

/** Whether a value says that something is not done, which is true of what is not there. */
function saysOff(value: unknown): boolean {
  return value === 0 || value === false || value === null || value === "none";
}
