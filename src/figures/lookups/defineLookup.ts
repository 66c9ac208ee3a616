import type * as z from "zod";
import { stringify } from "yaml";
import { yamlDocument, type YamlDocument } from "../../util/yaml/readYaml.js";
import {
  completeLookup,
  type Lookup,
  type LookupContent,
  lookupSchema,
  type Paper,
} from "./lookupSchema.js";
import { ownLookup, ownLookupSchema } from "./ownLookup.js";
import { type ProjectFile, withProject } from "./ownProject.js";

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

/** What else is known where a document stands. */
interface Surroundings {
  readonly paper?: Paper;
  readonly project?: ProjectFile;
  /** What the document's paths are relative to. */
  readonly folder?: string;
}

/** What a project says of lookups that are not about logs of one's own. */
const looks = ["size", "theme", "type", "font"];

/** What a series or a table at the top says of a lookup: its runs are not those of the project. */
const isJudged = (document: YamlDocument): boolean =>
  document.has("data") || document.lines.has("series[0]");

/**
 * What a document says: `runs` at its top makes it a lookup of one's own logs, and so do the project's where it has
 * neither series nor tables.
 */
export function lookupContent(
  document: YamlDocument,
  { paper, project, folder = "" }: Surroundings = {},
): LookupContent {
  const isOwnLogs =
    document.has("runs") || (project?.content["runs"] !== undefined && !isJudged(document));
  if (isOwnLogs) {
    return ownLookup(
      document.validate(ownLookupSchema, (own) => withProject(own, project, folder)),
    );
  }
  const open = looks.filter((field) => !Object.hasOwn(paper?.defaults ?? {}, field));
  const file = document.validate(lookupSchema, (own) => withProject(own, project, folder, open));
  return completeLookup(file, paper);
}
