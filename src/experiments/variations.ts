import * as z from "zod";
import { own } from "../util/own.js";
import type { ExperimentRange } from "./experimentRange.js";
import { type ExperimentSettings, experimentSettingsSchema } from "./experimentSettings.js";
import { allSettings } from "./settings/owners.js";
import type { GivenSettings } from "./settings/runSettings.js";
import { schemasOf, type SettingsTable } from "./settings/setting.js";

/** What runs of an experiment differ in beside their seed: ranges, sizes, any setting. */
export interface Variation {
  /** How figures and messages call it: `U[1,2]`, `hiddenSize 4`. */
  readonly label: string;
  readonly settings: GivenSettings;
}

/** Lists of values by setting: every combination is a variation, the last setting's values next to each other. */
const gridSchema = z
  .strictObject(
    Object.fromEntries(
      Object.entries(schemasOf(allSettings)).map(([key, schema]) => [key, z.array(schema).min(1)]),
    ),
  )
  .partial();

/** Variations one by one. */
const listSchema = z
  .array(experimentSettingsSchema.extend({ label: z.string().optional() }))
  .min(1);

/** The variations of a pipeline file: a grid, or a list. */
export const variationsSchema = z
  .union([listSchema, gridSchema], "expected lists of values by setting, or a list of settings")
  .transform((given): Variation[] =>
    Array.isArray(given)
      ? given.map(({ label, ...settings }) => ({ label: label ?? labelOf(settings), settings }))
      : combine(given).map((settings) => ({ label: labelOf(settings), settings })),
  );

/** A range as a variation. */
export function variationOfRange({ label, ...settings }: ExperimentRange): Variation {
  return { label, settings };
}

/** Every one of some variations with every one of others. What does not vary is not part of the labels. */
export function crossVariations(
  first: readonly Variation[],
  second: readonly Variation[],
): Variation[] {
  return first.flatMap((a) =>
    second.map((b) => ({
      label: [...(first.length > 1 ? [a.label] : []), b.label].join(", "),
      settings: { ...a.settings, ...b.settings },
    })),
  );
}

function combine(grid: Readonly<Record<string, readonly unknown[] | undefined>>): GivenSettings[] {
  return Object.entries(grid).reduce<GivenSettings[]>(
    (combinations, [key, values = []]) =>
      combinations.flatMap((settings) => values.map((value) => ({ ...settings, [key]: value }))),
    [{}],
  );
}

/** `hiddenSize 4, learningRate 0.01` */
function labelOf(settings: ExperimentSettings | GivenSettings): string {
  const known: SettingsTable = allSettings;
  return Object.entries(settings)
    .map(([key, value]) => `${key} ${own(known, key)?.kind.show(value)}`)
    .join(", ");
}
