import { figureLookup } from "../../figures/resolve/figureLookup.js";
import type { Folders } from "../../figures/folders.js";
import { type Lookup, readLookups } from "../../figures/lookups/index.js";
import { UserError } from "../../util/userError.js";

/**
 * The lookups that a command is to work on, each once: those of keys, or made for experiments.
 *
 * @returns also the complaints about lookup files that are invalid, when all are asked for
 * @throws {UserError} when nothing is asked for or a key is unknown
 */
export async function chooseLookups(
  keys: readonly string[],
  all: boolean,
  folders: Folders,
): Promise<{ lookups: readonly Lookup[]; errors: readonly UserError[] }> {
  if (keys.length === 0 && !all) {
    throw new UserError(
      'Which figure? Give lookup keys ("figures list" shows them), or --all for every figure.',
      2,
    );
  }
  if (all) return readLookups(folders.lookups);
  const byKey = new Map<string, Lookup>();
  for (const name of keys) {
    const lookup = await figureLookup(name, folders);
    // A key and its alias are one figure; two log directories may be called alike.
    const other = byKey.get(lookup.key);
    if (other !== undefined && other.origin !== lookup.origin) {
      throw new UserError(
        `Both ${other.origin} and ${lookup.origin} would be called "${lookup.key}". ` +
          `Build one after the other, with another --out, or give one of them a lookup file.`,
        2,
      );
    }
    byKey.set(lookup.key, lookup);
  }
  return { lookups: [...byKey.values()], errors: [] };
}
