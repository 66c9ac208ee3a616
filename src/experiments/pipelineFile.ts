import * as z from "zod";
import { recordOf } from "../util/recordOf.js";
import { didYouMean } from "../util/text/didYouMean.js";
import { parsedBy } from "../util/yaml/parsedBy.js";
import { experimentRangeSchema } from "./experimentRange.js";
import { experimentSettingsSchema } from "./experimentSettings.js";
import { parseSeeds } from "./seedList.js";
import { variationsSchema } from "./variations.js";

/** The names that the files of all pipeline folders declare: any file may refer to any of them. */
export interface PipelineNames {
  readonly rangeSets: readonly string[];
  readonly bases: readonly string[];
  readonly experiments: readonly string[];
}

const names = recordOf(z.unknown()).optional();

/** A first look at a file: only what it declares. */
export const pipelineNamesSchema = z.looseObject({
  rangeSets: names,
  bases: names,
  experiments: names,
});

const experimentName = /^[^/.\s][^/\s]*(\/[^/.\s][^/\s]*)*$/;

const seedsSchema = z
  .union([z.string(), z.int().nonnegative(), z.array(z.int().nonnegative()).min(1)])
  .transform(
    parsedBy<string | number | number[], number[]>((seeds) =>
      Array.isArray(seeds) ? [...new Set(seeds)].sort((a, b) => a - b) : parseSeeds(String(seeds)),
    ),
  );

/** The whole content of a pipeline file. */
export function pipelineFileSchema(known: PipelineNames) {
  const reference = (kind: string, candidates: readonly string[]) =>
    z.string().superRefine((name, context) => {
      if (candidates.includes(name)) return;
      const near = didYouMean(name, candidates);
      const message = `there is no ${kind} "${name}".${near || ` Known: ${listed(candidates)}.`}`;
      context.addIssue({ code: "custom", message });
    });
  const parent = reference("base or experiment", [...known.bases, ...known.experiments]);
  const inherited = {
    extends: z.union([parent, z.array(parent)]).optional(),
    title: z.string().optional(),
    seeds: seedsSchema.optional(),
    ranges: z
      .union([reference("range set", known.rangeSets), z.array(experimentRangeSchema).min(1)])
      .optional(),
    variations: variationsSchema.optional(),
    settings: experimentSettingsSchema.optional(),
  };
  return z.strictObject({
    description: z.string().optional(),
    rangeSets: recordOf(z.array(experimentRangeSchema).min(1)).optional(),
    bases: recordOf(z.strictObject(inherited)).optional(),
    defaults: z.strictObject(inherited).optional(),
    experiments: z
      .record(
        z.string(),
        z.strictObject({
          ...inherited,
          purpose: z.string(),
          note: z.string().optional(),
          sameRunsAs: reference("experiment", known.experiments).optional(),
        }),
      )
      .superRefine((experiments, context) => {
        for (const name of Object.keys(experiments)) {
          if (experimentName.test(name)) continue;
          const message =
            "an experiment's name is a path such as sltr-in2/nru: " +
            "parts without blanks that do not start with a dot";
          context.addIssue({ code: "custom", message, path: [name] });
        }
      })
      .optional(),
  });
}

export type PipelineFile = z.output<ReturnType<typeof pipelineFileSchema>>;

const mostListed = 20;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, mostListed).join(", ");
  return names.length > mostListed ? `${shown}, … (${names.length} in all)` : shown;
}
