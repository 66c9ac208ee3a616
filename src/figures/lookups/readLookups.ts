import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { didYouMean } from "../../util/text/didYouMean.js";
import { UserError } from "../../util/userError.js";
import type { FieldLines } from "../../util/yaml/fieldLines.js";
import { readText, yamlDocument } from "../../util/yaml/readYaml.js";
import { lookupContent } from "./defineLookup.js";
import {
  givenTwice,
  type KeyedFile,
  keyedFiles,
  lastPart,
  namedBy,
  paperFile,
  paperOf,
} from "./keyedFiles.js";
import { type Lookup, type Paper, paperSchema } from "./lookupSchema.js";
import { type ProjectFile, readProject } from "./ownProject.js";
import { placeOf, placesOf } from "./placeOf.js";

/** All lookups of the folders given, and which files could not be read. */
export interface LookupCatalog {
  /** A project's own lookups shadow those of the package with the same key. */
  readonly lookups: readonly Lookup[];
  /** One complaint per invalid file; the other lookups can still be used. */
  readonly errors: readonly UserError[];
}

/**
 * Reads every lookup file below some folders: a project's own, then the package's.
 * An invalid file does not hide the others: its complaint is returned beside them.
 *
 * @throws {UserError} when a key or alias is given twice
 */
export async function readLookups(directories: readonly string[]): Promise<LookupCatalog> {
  return readFiles(lookupFiles(directories), directories);
}

/** A paper that comes with the package. */
export interface PackagedPaper {
  /** Name of its folder: `division`. */
  readonly name: string;
  readonly title: string;
  readonly figures: number;
}

export interface ListedLookups extends LookupCatalog {
  /** Papers of the package that were not asked for. */
  readonly others: readonly PackagedPaper[];
}

/**
 * The lookups that are meant when no key is given: the project's own, or all of one paper.
 *
 * @throws {UserError} when there is no such paper, or a key or alias is given twice
 */
export async function listLookups(
  directories: readonly string[],
  paper?: string,
): Promise<ListedLookups> {
  const files = lookupFiles(directories);
  const names = [...new Set(files.flatMap(({ key }) => paperOf(key) ?? []))];
  if (paper !== undefined && !names.includes(paper)) {
    throw new UserError(
      `There is no paper "${paper}".${didYouMean(paper, names)}\n` +
        `A paper is a folder of lookup files${names.length > 0 ? `; there are: ${names.join(", ")}` : ""}.`,
      2,
    );
  }
  const listed = files.filter(({ key, place }) =>
    paper === undefined ? place === 0 : paperOf(key) === paper,
  );
  const titleOf = papersIn(directories);
  const others: PackagedPaper[] = [];
  for (const name of names) {
    const figures = files.filter((file) => paperOf(file.key) === name);
    if (figures.some((file) => listed.includes(file))) continue;
    const title = (await titleOf(figures[0].key))?.title ?? name;
    others.push({ name, title, figures: figures.length });
  }
  return { ...(await readFiles(listed, directories)), others };
}

/**
 * The lookup with a key, the last part of one, or an alias. What it is called is in its path, so that one
 * file is read in most cases, not all of them.
 *
 * @param otherwise what to do when no lookup is called so; it is given what reads all of them
 * @throws {UserError} when the file is invalid, the name stands for several, or there is none: then naming
 * the nearest keys
 */
export async function readLookup(
  directories: readonly string[],
  name: string,
  otherwise = async (catalog: () => Promise<LookupCatalog>): Promise<Lookup> => {
    throw unknownKey(await catalog(), name);
  },
): Promise<Lookup> {
  const files = lookupFiles(directories);
  const exact = files.find(({ key }) => key === name);
  if (exact !== undefined) return readFile(exact, sharedFiles(directories));
  for (const place of directories.keys()) {
    const own = files.filter((file) => file.place === place);
    const file = namedBy(name, own, "figures");
    if (file !== undefined) return readFile(file, sharedFiles(directories));
    const { lookups } = await readFiles(await mentioning(name, own), directories);
    const alias = lookups.find(({ aliases }) => aliases.includes(name));
    if (alias !== undefined) return alias;
  }
  return otherwise(() => readLookups(directories));
}

/** The files that may give a name as an alias: taking YAML apart takes longer than reading it. */
async function mentioning(name: string, files: readonly KeyedFile[]): Promise<KeyedFile[]> {
  const texts = await Promise.all(files.map(({ path }) => readText(path)));
  return files.filter((_, index) => texts[index].includes(name));
}

const lookupFiles = (directories: readonly string[]): KeyedFile[] =>
  keyedFiles(directories).filter(({ key }) => lastPart(key) !== paperFile);

async function readFiles(
  files: readonly KeyedFile[],
  directories: readonly string[],
): Promise<LookupCatalog> {
  const errors: UserError[] = [];
  const shared = sharedFiles(directories);
  const read = async (file: KeyedFile): Promise<Lookup[]> => {
    try {
      return [await readFile(file, shared)];
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      errors.push(error);
      return [];
    }
  };
  const lookups = (await Promise.all(files.map(read))).flat();
  refuseDuplicates(lookups);
  return { lookups, errors };
}

type PaperFile = Paper & { readonly path: string; readonly lines: FieldLines };
type PaperOf = (key: string) => Promise<PaperFile | undefined>;

/** Reads what one file says. */
async function readFile({ key, path, place }: KeyedFile, shared: SharedFiles): Promise<Lookup> {
  const paper = await shared.paper(key);
  const project = place === 0 ? await shared.project() : undefined;
  const document = yamlDocument(await readText(path), path);
  const folder = dirname(path);
  const content = lookupContent(document, { paper, project, folder });
  const others = content.logs === undefined ? paper : project;
  const places = placesOf({ path, lines: document.lines }, others);
  return { ...content, key, isOwn: place === 0, file: path, origin: path, folder, places };
}

/** What files have in common that are read together; each is read once. */
interface SharedFiles {
  readonly paper: PaperOf;
  readonly project: () => Promise<ProjectFile | undefined>;
}

function sharedFiles(directories: readonly string[]): SharedFiles {
  let project: Promise<ProjectFile | undefined> | undefined;
  return {
    paper: papersIn(directories),
    project: () =>
      (project ??=
        directories.length === 0 ? Promise.resolve(undefined) : readProject(directories[0])),
  };
}

/** Reads the `paper.yaml` of a key's folder, each once; a project's own comes before the package's. */
function papersIn(directories: readonly string[]): PaperOf {
  const read = new Map<string, Promise<PaperFile>>();
  return (key) => {
    const file = [".yaml", ".yml"]
      .flatMap((ending) =>
        directories.map((folder) => join(folder, paperOf(key) ?? "", `${paperFile}${ending}`)),
      )
      .find(existsSync);
    if (file === undefined) return Promise.resolve(undefined);
    const paper = read.get(file) ?? readPaper(file);
    read.set(file, paper);
    return paper;
  };
}

async function readPaper(path: string): Promise<PaperFile> {
  const document = yamlDocument(await readText(path), path);
  return { ...document.validate(paperSchema), path, lines: document.lines };
}

function refuseDuplicates(lookups: readonly Lookup[]): void {
  for (const isOwn of [true, false]) {
    const owners = new Map<string, string>();
    for (const lookup of lookups.filter((one) => one.isOwn === isOwn)) {
      for (const name of [lookup.key, ...lookup.aliases]) {
        const place = name === lookup.key ? lookup.origin : placeOf(lookup, "aliases");
        const owner = owners.get(name);
        if (owner !== undefined) throw givenTwice(name, owner, place);
        owners.set(name, place);
      }
    }
  }
}

/**
 * The lookup with a key, the last part of one, or an alias.
 *
 * @throws {UserError} naming the nearest keys; or the complaint about the file with that key
 */
export function findLookup(catalog: LookupCatalog, name: string): Lookup {
  const entries = catalog.lookups.map((lookup) => ({ ...lookup, place: lookup.isOwn ? 0 : 1 }));
  const found =
    namedBy(name, entries, "figures") ?? entries.find(({ aliases }) => aliases.includes(name));
  const lookup = catalog.lookups.find(({ key }) => key === found?.key);
  if (lookup !== undefined) return lookup;
  const broken = catalog.errors.find((error) => error.message.includes(`${name}.y`));
  throw broken ?? unknownKey(catalog, name);
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
  const known = catalog.lookups.flatMap((lookup) => [lastPart(lookup.key), ...lookup.aliases]);
  return new UserError(
    `There is no lookup key "${key}".${didYouMean(key, [...known, ...others])}\n` +
      `"figures list" shows all keys; a file lookups/${basename(key)}.yaml makes a new one. ` +
      `The name of an experiment, such as sltr-in2/nru, a table's file or a log directory draws that alone.`,
    2,
  );
}
