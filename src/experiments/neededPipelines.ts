import * as z from "zod";
import { recordOf } from "../util/recordOf.js";
import { UserError } from "../util/userError.js";
import { yamlDocument, type YamlDocument } from "../util/yaml/readYaml.js";

export type YamlText = readonly [path: string, text: string];

const parsed = new Map<string, { readonly text: string; readonly document: YamlDocument }>();

/**
 * The content of a pipeline file, parsed once as long as it stays the same.
 *
 * @throws {UserError} when it is no YAML
 */
export function parsedPipeline(path: string, text: string): YamlDocument {
  const known = parsed.get(path);
  if (known?.text === text) return known.document;
  const document = yamlDocument(text, path);
  parsed.set(path, { text, document });
  return document;
}

/**
 * The files that some experiments need: those that declare them, and what these refer to. Declarations are looked for
 * in the texts, so that the other files need not be parsed: one with escapes in its name is missed, and then unknown.
 */
export function neededTexts(texts: readonly YamlText[], names: readonly string[]): YamlText[] {
  const wanted = new Set(names);
  const taken = new Set<YamlText>();
  for (;;) {
    const next = texts.filter(
      (one) => !taken.has(one) && [...wanted].some((name) => declares(one[1], name)),
    );
    if (next.length === 0) return texts.filter((one) => taken.has(one));
    for (const one of next) {
      taken.add(one);
      for (const name of references(one)) wanted.add(name);
    }
  }
}

function declares(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const isWhole = at === 0 || /[\s{,"']/.test(text[at - 1]);
    if (isWhole && /^["']?\s*:/.test(text.slice(at + name.length, at + name.length + 80)))
      return true;
  }
  return false;
}

const entry = z.looseObject({
  extends: z.union([z.string(), z.array(z.string())]).optional(),
  ranges: z.unknown().optional(),
  sameRunsAs: z.string().optional(),
});

const referring = z.looseObject({
  bases: recordOf(entry).optional(),
  defaults: entry.optional(),
  experiments: recordOf(entry).optional(),
});

/** The names that a file refers to. One that is not as it should be is complained of when it is read. */
function references([path, text]: YamlText): string[] {
  try {
    const { bases, defaults, experiments } = parsedPipeline(path, text).validate(referring);
    const all = [...Object.values(bases ?? {}), defaults, ...Object.values(experiments ?? {})];
    return all.flatMap((one) => [
      ...[one?.extends ?? []].flat(),
      ...(typeof one?.ranges === "string" ? [one.ranges] : []),
      ...(one?.sameRunsAs === undefined ? [] : [one.sameRunsAs]),
    ]);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [];
  }
}
