import type { Lookup } from "../catalog/index.js";
import type { Folders } from "../pipeline/folders.js";
import { UserError } from "../util/userError.js";

/**
 * The lookups that a command is to work on, each once.
 *
 * @returns also the complaints about lookup files that are invalid, when all are asked for
 * @throws {UserError} when nothing is asked for or a key is unknown
 */
export async function chooseLookups(
  keys: readonly string[],
  all: boolean,
  folders: Pick<Folders, "lookups">,
): Promise<{ lookups: readonly Lookup[]; errors: readonly UserError[] }> {
  if (keys.length === 0 && !all) {
    throw new UserError(
      'Which figure? Give lookup keys ("figures list" shows them), or --all for every figure.',
      2,
    );
  }
  const { readLookup, readLookups } = await import("../catalog/index.js");
  if (all) return readLookups(folders.lookups);
  const lookups = await Promise.all(keys.map((key) => readLookup(folders.lookups, key)));
  // A key and its alias are one figure.
  return { lookups: [...new Map(lookups.map((one) => [one.file, one])).values()], errors: [] };
}
