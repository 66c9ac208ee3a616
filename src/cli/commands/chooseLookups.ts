import { figureLookup } from "../../figures/resolve/figureLookup.js";
import type { Folders } from "../../figures/folders.js";
import { type Lookup, listLookups, type PackagedPaper } from "../../figures/lookups/index.js";
import { UserError } from "../../util/userError.js";
import type { Terminal } from "../terminal/terminal.js";

/** Which figures a command is to work on, as its options say. */
export interface Choice {
  readonly all?: boolean;
  readonly paper?: string;
}

/**
 * The lookups that a command is to work on, each once: those of keys, or made for experiments.
 *
 * @returns also the complaints about lookup files that are invalid, when all are asked for
 * @throws {UserError} when nothing is asked for or a key is unknown
 */
export async function chooseLookups(
  keys: readonly string[],
  { all, paper }: Choice,
  folders: Folders,
): Promise<{ lookups: readonly Lookup[]; errors: readonly UserError[] }> {
  if (keys.length === 0 && !all && paper === undefined) {
    throw new UserError(
      'Which figure? Give lookup keys ("figures list" shows them), or --all for every figure.',
      2,
    );
  }
  if (keys.length === 0 || all) {
    const { lookups, errors, others } = await listLookups(folders.lookups, paper);
    if (lookups.length === 0 && errors.length === 0) throw nothingToDo(folders, others);
    return { lookups, errors };
  }
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

function nothingToDo({ lookups }: Folders, others: readonly PackagedPaper[]): UserError {
  const papers = others.map(({ name }) => `--paper ${name}`).join(", ");
  return new UserError(
    `There are no lookup files in ${lookups[0]}.` +
      (papers === ""
        ? ""
        : `\nFor the figures of the papers that come with the program: ${papers}.`),
  );
}

/** One line on standard error about the papers of the package, whose figures are not the project's. */
export function tellOthers(others: readonly PackagedPaper[], terminal: Terminal): void {
  if (others.length === 0) return;
  const papers = others.map(({ name, title, figures }) => `${name} (${title}, ${figures} figures)`);
  terminal.err(`With --paper, those of the program's own papers: ${papers.join("; ")}\n`);
}
