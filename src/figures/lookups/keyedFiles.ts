import { realpathSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { smallest } from "../../util/lists/longLists.js";
import { UserError } from "../../util/userError.js";
import { yamlFiles } from "../../util/yaml/yamlFiles.js";

/** A YAML file of a project or of the package, by its key. */
export interface KeyedFile {
  /** Its path below the folder, without the ending: `division/nips-sltr-in10`. */
  readonly key: string;
  readonly path: string;
  /** In which of the folders it lies: what lies in an earlier one comes before the same in a later one. */
  readonly place: number;
}

/** What the file that speaks for a paper is called; it is none of the paper's figures. */
export const paperFile = "paper";

/**
 * The YAML files below some folders by their keys. A file shadows those with its key in later folders.
 *
 * @throws {UserError} when two files of one folder have the same key
 */
export function keyedFiles(directories: readonly string[]): KeyedFile[] {
  const byKey = new Map<string, KeyedFile>();
  for (const [place, directory] of directories.entries()) {
    if (directories.slice(0, place).some((earlier) => isSame(earlier, directory))) continue;
    for (const path of yamlFiles([directory])) {
      const file = { key: keyIn(directory, path), path, place };
      const before = byKey.get(file.key);
      if (before?.place === place) throw givenTwice(file.key, before.path, path);
      if (before === undefined) byKey.set(file.key, file);
    }
  }
  return [...byKey.values()];
}

const keyIn = (directory: string, path: string): string =>
  path.slice(join(directory, "x").length - 1, -extname(path).length).replaceAll("\\", "/");

function isSame(a: string, b: string): boolean {
  try {
    return realpathSync(a) === realpathSync(b);
  } catch {
    return false;
  }
}

/** The last part of a key: enough to name it where nothing else ends like that. */
export const lastPart = (key: string): string => basename(key);

/** The folder that a key stands in, which is its paper; undefined for those that stand in none. */
export function paperOf(key: string): string | undefined {
  const paper = dirname(key);
  return paper === "." ? undefined : paper;
}

/**
 * What a name stands for: the one with that key, else the only one that ends with it; a project's own come
 * before the package's.
 *
 * @param what what is looked for, for the message
 * @throws {UserError} when there are several
 */
export function namedBy<T extends Pick<KeyedFile, "key" | "place">>(
  name: string,
  entries: readonly T[],
  what: string,
): T | undefined {
  const exact = entries.find(({ key }) => key === name);
  if (exact !== undefined) return exact;
  const ending = entries.filter(({ key }) => lastPart(key) === name);
  const first = smallest(ending.map(({ place }) => place));
  const found = ending.filter(({ place }) => place === first);
  if (found.length < 2) return found[0];
  throw new UserError(
    `There are ${found.length} ${what} called "${name}": ${found.map(({ key }) => key).join(", ")}.\n` +
      `Give the whole key of the one that you mean.`,
    2,
  );
}

/** The error for a key or alias that two files of one folder claim. */
export function givenTwice(name: string, first: string, second: string): UserError {
  return new UserError(
    `The lookup key "${name}" is given twice: by ${first} and by ${second}.\n` +
      `Rename one of the two files (or take the name out of its aliases).`,
  );
}
