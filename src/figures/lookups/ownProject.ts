import * as z from "zod";
import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { own, setOwn } from "../../util/own.js";
import type { FieldLines } from "../../util/yaml/fieldLines.js";
import { readText, yamlDocument } from "../../util/yaml/readYaml.js";
import { lookupSchema } from "./lookupSchema.js";
import { ownFields, sharedOwnFields } from "./ownLogs.js";

const { theme, size, type, font } = lookupSchema.shape;

/** What `figures.yaml` of a project says for all its lookups. */
export const projectSchema = z.strictObject({
  runs: ownFields.runs.optional(),
  ...sharedOwnFields,
  ...{ theme, size, type, font },
});

/** A project's file as it stands: what it does not say has no default here. */
export interface ProjectFile {
  readonly path: string;
  readonly lines: FieldLines;
  readonly content: Readonly<Record<string, unknown>>;
}

/**
 * Reads `figures.yaml` beside a project's folder of lookups.
 *
 * @returns undefined when there is none
 * @throws {UserError} when it is not as expected, naming file and line
 */
export async function readProject(lookups: string): Promise<ProjectFile | undefined> {
  const path = join(dirname(lookups), "figures.yaml");
  if (!existsSync(path)) return undefined;
  const document = yamlDocument(await readText(path), path);
  document.validate(projectSchema);
  return { path, lines: document.lines, content: document.validate(z.looseObject({})) };
}

/** Fields of a project that are names with values: a lookup adds to them, and may say otherwise. */
const maps = ["labels", "palette", "order", "units"];

/** Fields of which a lookup that has one does without the others. */
const namings = ["name", "pattern", "facts"];

/**
 * What a lookup says, completed by its project: what it says itself comes first.
 *
 * @param folder what the lookup's paths are relative to
 * @param fields those that the lookup may take from the project; default: all
 */
export function withProject(
  content: unknown,
  project: ProjectFile | undefined,
  folder: string,
  fields?: readonly string[],
): unknown {
  const parsed = z.looseObject({}).safeParse(content);
  if (project === undefined || !parsed.success) return content;
  const given: Record<string, unknown> = parsed.data;
  const result = { ...given };
  const isNamed = namings.some((name) => Object.hasOwn(given, name));
  for (const [field, value] of Object.entries(pathsFrom(project, folder))) {
    if (fields?.includes(field) === false) continue;
    if (maps.includes(field)) setOwn(result, field, merged(value, own(given, field)));
    else if (!Object.hasOwn(given, field) && !(isNamed && namings.includes(field)))
      setOwn(result, field, value);
  }
  return result;
}

/** Of two mappings both, else what the lookup says. */
function merged(shared: unknown, own: unknown): unknown {
  const [a, b] = [shared, own].map((value) => z.looseObject({}).safeParse(value));
  if (own === undefined || !a.success) return own ?? shared;
  return b.success ? { ...a.data, ...b.data } : own;
}

/** A project's paths are relative to its file; in a lookup they are relative to the lookup's. */
function pathsFrom({ path, content }: ProjectFile, folder: string): Record<string, unknown> {
  const moved = (value: unknown): unknown =>
    typeof value === "string"
      ? relative(resolve(folder), resolve(dirname(path), value)) || "."
      : Array.isArray(value)
        ? value.map(moved)
        : value;
  const isFile = (value: unknown) => typeof value === "string" && /[\\/]|\.[a-z0-9]+$/i.test(value);
  const { runs, facts, theme: look, font: type, ...rest } = content;
  return {
    ...rest,
    ...(runs !== undefined && { runs: moved(runs) }),
    ...(facts !== undefined && { facts: moved(facts) }),
    ...(look !== undefined && { theme: isFile(look) ? moved(look) : look }),
    ...(type !== undefined && { font: movedFont(type, moved, isFile) }),
  };
}

function movedFont(
  font: unknown,
  moved: (value: unknown) => unknown,
  isFile: (value: unknown) => boolean,
): unknown {
  const files = z.looseObject({}).safeParse(font);
  if (!files.success) return isFile(font) ? moved(font) : font;
  return Object.fromEntries(Object.entries(files.data).map(([name, file]) => [name, moved(file)]));
}

const factRules = z.object({
  name: z.string().optional(),
  pattern: z.string().optional(),
  seed: z.string().optional(),
});

/** How a project's runs are named, where it says so. */
export function factRulesOf(project: ProjectFile | undefined): z.output<typeof factRules> {
  return factRules.parse(project?.content ?? {});
}
