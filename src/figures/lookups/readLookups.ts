import { basename, dirname, extname } from "node:path";
import { didYouMean } from "../../util/didYouMean.js";
import { UserError } from "../../util/userError.js";
import { lookupSchema, type Lookup, type LookupContent } from "./lookupSchema.js";
import { readYamlFile } from "../../util/yaml/readYaml.js";
import { yamlFiles } from "../../util/yaml/yamlFiles.js";

/** All lookups of the folders given, and which files could not be read. */
export interface LookupCatalog {
  readonly lookups: readonly Lookup[];
  /** One complaint per invalid file; the other lookups can still be used. */
  readonly errors: readonly UserError[];
}

/**
 * Reads every lookup file below some folders.
 * An invalid file does not hide the others: its complaint is returned beside them.
 *
 * @throws {UserError} when a key or alias is given twice
 */
export async function readLookups(directories: readonly string[]): Promise<LookupCatalog> {
  const errors: UserError[] = [];
  const read = async (file: string): Promise<Lookup[]> => {
    try {
      const content = await readYamlFile(file, lookupSchema);
      return [fromFile(content, file)];
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      errors.push(error);
      return [];
    }
  };
  const files = yamlFiles(directories);
  const lookups = (await Promise.all(files.map(read))).flat();
  refuseDuplicates(lookups);
  return { lookups, errors };
}

/**
 * The lookup with a key or alias. A key is the name of its file, so that one file is read in most
 * cases, not all of them.
 *
 * @param otherwise what to do when no lookup has the key
 * @throws {UserError} when the file is invalid, the key is given twice, or there is none: then naming
 * the nearest keys
 */
export async function readLookup(
  directories: readonly string[],
  key: string,
  otherwise = (catalog: LookupCatalog): Promise<Lookup> => Promise.reject(unknownKey(catalog, key)),
): Promise<Lookup> {
  const files = yamlFiles(directories).filter((file) => keyOf(file) === key);
  if (files.length !== 1) {
    const catalog = await readLookups(directories);
    return lookupCalled(catalog, key) ?? otherwise(catalog);
  }
  const [file] = files as [string];
  return fromFile(await readYamlFile(file, lookupSchema), file);
}

function fromFile(content: LookupContent, file: string): Lookup {
  return { ...content, key: keyOf(file), file, origin: file, folder: dirname(file) };
}

const keyOf = (file: string): string => basename(file, extname(file));

function refuseDuplicates(lookups: readonly Lookup[]): void {
  const owners = new Map<string, string>();
  for (const lookup of lookups) {
    for (const name of [lookup.key, ...lookup.aliases]) {
      const owner = owners.get(name);
      if (owner !== undefined) {
        throw new UserError(
          `The lookup key "${name}" is given twice: by ${owner} and by ${lookup.origin}.\n` +
            `Rename one of the two files (or take the name out of its aliases).`,
        );
      }
      owners.set(name, lookup.origin);
    }
  }
}

/**
 * The lookup with a key or alias.
 *
 * @throws {UserError} naming the nearest keys; or the complaint about the file with that key
 */
export function findLookup(catalog: LookupCatalog, key: string): Lookup {
  const found = lookupCalled(catalog, key);
  if (found) return found;
  throw unknownKey(catalog, key);
}

function lookupCalled(catalog: LookupCatalog, key: string): Lookup | undefined {
  const found = catalog.lookups.find(
    (lookup) => lookup.key === key || lookup.aliases.includes(key),
  );
  if (found) return found;
  const broken = catalog.errors.find((error) => error.message.includes(`${key}.y`));
  if (broken) throw broken;
  return undefined;
}

/**
 * The complaint about a key that no lookup has.
 *
 * @param others names that would have been accepted as well
 */
export function unknownKey(
  catalog: LookupCatalog,
  key: string,
  others: readonly string[] = [],
): UserError {
  const known = catalog.lookups.flatMap((lookup) => [lookup.key, ...lookup.aliases]);
  return new UserError(
    `There is no lookup key "${key}".${didYouMean(key, [...known, ...others])}\n` +
      `"figures list" shows all keys; a file lookups/${basename(key)}.yaml makes a new one. ` +
      `The name of an experiment, such as sltr-in2/nru, a table's file or a log directory draws that alone.`,
    2,
  );
}
