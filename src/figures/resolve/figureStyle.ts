import { existsSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { extendedTheme, refuseCircle } from "../../plot/spec/readTheme.js";
import { didYouMean } from "../../util/text/didYouMean.js";
import { UserError } from "../../util/userError.js";
import type { Folders } from "../folders.js";
import { type Lookup, placeOf } from "../lookups/index.js";
import { type InputFile, readInput } from "./inputFile.js";

/** The files that say how a figure looks. */
export interface FigureStyle {
  readonly spec: InputFile;
  readonly theme: InputFile;
  /** What the theme extends, nearest first. */
  readonly extended?: readonly InputFile[];
}

/**
 * Finds and reads the spec and the theme of a lookup: a name is looked for in the folders of specs, a path
 * is relative to the lookup's file.
 *
 * @throws {UserError} when one of them does not exist
 */
export function figureStyle(
  lookup: Lookup,
  folders: Pick<Folders, "figures">,
  theme: string = lookup.theme,
): FigureStyle {
  const themes = folders.figures.map((folder) => join(folder, "themes"));
  const spec = readInput(find("spec", lookup.spec, ".vl.json", lookup, folders.figures));
  const [own, ...extended] = themeChain(find("theme", theme, ".json", lookup, themes), themes);
  return { spec, theme: own, ...(extended.length > 0 && { extended }) };
}

/** A theme, the theme that it extends, and so on; a path is relative to the file that it stands in. */
function themeChain(first: string, themes: readonly string[]): InputFile[] {
  const chain: InputFile[] = [];
  let path: string | undefined = first;
  while (path !== undefined) {
    refuseCircle(
      path,
      chain.map((one) => one.path),
    );
    const theme: InputFile = readInput(path);
    chain.push(theme);
    const at = { folder: dirname(theme.path), origin: theme.path };
    const base = extendedTheme(theme.text, theme.path);
    path = base === undefined ? undefined : find("extends", base, ".json", at, themes);
  }
  return chain;
}

function find(
  what: string,
  nameOrPath: string,
  ending: string,
  lookup: Pick<Lookup, "folder" | "origin" | "places">,
  directories: readonly string[],
): string {
  const candidates = /[\\/]|\.json$/.test(nameOrPath)
    ? [resolve(lookup.folder, nameOrPath)]
    : directories.map((directory) => join(directory, `${nameOrPath}${ending}`));
  const found = candidates.find(existsSync);
  if (found !== undefined) return found;
  const known = directories.flatMap((folder) => namesIn(folder, ending));
  throw new UserError(
    `${placeOf(lookup, what)}: "${what}": there is no ${what === "extends" ? "theme" : what} "${nameOrPath}".${didYouMean(nameOrPath, known)}\n` +
      `Looked for ${candidates.join(", ")}. There are: ${[...new Set(known)].join(", ")}.`,
  );
}

function listOrNothing(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function namesIn(folder: string, ending: string): string[] {
  return listOrNothing(folder)
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .sort();
}
