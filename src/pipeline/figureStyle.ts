import { access, readdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Lookup } from "../catalog/index.js";
import { didYouMean } from "../util/nearestNames.js";
import { UserError } from "../util/userError.js";
import type { Folders } from "./folders.js";

/** The files that say how a figure looks. */
export interface FigureStyle {
  readonly specFile: string;
  readonly themeFile: string;
}

/**
 * Finds the spec and the theme of a lookup: a name is looked for in the folders of specs, a path is
 * relative to the lookup's file.
 *
 * @throws {UserError} when one of them does not exist
 */
export async function figureStyle(
  lookup: Lookup,
  folders: Pick<Folders, "figures">,
  theme: string = lookup.theme,
): Promise<FigureStyle> {
  return {
    specFile: await find("spec", lookup.spec, ".vl.json", lookup.file, folders.figures),
    themeFile: await find(
      "theme",
      theme,
      ".json",
      lookup.file,
      folders.figures.map((folder) => join(folder, "themes")),
    ),
  };
}

async function find(
  what: string,
  nameOrPath: string,
  ending: string,
  namedIn: string,
  directories: readonly string[],
): Promise<string> {
  const candidates = /[\\/]|\.json$/.test(nameOrPath)
    ? [resolve(dirname(namedIn), nameOrPath)]
    : directories.map((directory) => join(directory, `${nameOrPath}${ending}`));
  for (const path of candidates) if (await exists(path)) return path;
  const known = (await Promise.all(directories.map((folder) => namesIn(folder, ending)))).flat();
  throw new UserError(
    `${namedIn}: "${what}": there is no ${what} "${nameOrPath}".${didYouMean(nameOrPath, known)}\n` +
      `Looked for ${candidates.join(", ")}. There are: ${[...new Set(known)].join(", ")}.`,
  );
}

async function namesIn(folder: string, ending: string): Promise<string[]> {
  const files = await readdir(folder).catch(() => []);
  return files
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .sort();
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
