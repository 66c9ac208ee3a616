import { allSettings, type AllSettings } from "./owners.js";
import type { TaskName } from "./training.js";
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

/** Where a task's program has other defaults. */
const taskDefaults: Readonly<Record<TaskName, GivenSettings>> = {
  single_layer: {},
  simple_function_static: {
    inputSize: 100,
    subsetRatio: 0.25,
    overlapRatio: 0.5,
    pccToMseIteration: 750_000,
  },
  sequential_mnist: {
    operation: "cumsum",
    batchSize: 64,
    regularizerScalingStart: 10_000,
    regularizerScalingEnd: 100_000,
  },
};

/** The settings that were given; everything else takes its default. */
export type GivenSettings = Partial<RunSettings>;

/** The given settings, completed with the defaults of their task. */
export function completeSettings(given: GivenSettings): RunSettings {
  const task = given.task ?? defaultRunSettings.task;
  return { ...defaultRunSettings, ...taskDefaults[task], ...given };
}
