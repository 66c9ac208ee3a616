import { stringify } from "yaml";
import type * as z from "zod";
import { yamlDocument, type YamlDocument } from "../../util/yaml/readYaml.js";
import {
  completeLookup,
  lookupSchema,
  type Lookup,
  type LookupContent,
  type Paper,
} from "./lookupSchema.js";
import { ownLookup, ownLookupSchema } from "./ownLookup.js";

/** What a lookup file says, as a plain object: with `runs` at its top it is about logs of one's own. */
export type LookupInput = z.input<typeof ownLookupSchema> | z.input<typeof lookupSchema>;

/**
 * A lookup without a file, for notebooks and scripts.
 *
 * @param key what its figure is called
 * @param content what its file would say
 * @param folder what its paths are relative to; default: the working folder
 * @throws {UserError} naming the field, what was expected and the nearest valid name
 */
export function defineLookup(key: string, content: LookupInput, folder = ""): Lookup {
  const document = yamlDocument(stringify(content), key);
  return { ...lookupContent(document), key, isOwn: true, origin: key, folder };
}

/** What a document says: `runs` at its top makes it a lookup of one's own logs. */
export function lookupContent(document: YamlDocument, paper?: Paper): LookupContent {
  return document.has("runs")
    ? ownLookup(document.validate(ownLookupSchema))
    : completeLookup(document.validate(lookupSchema), paper);
}
