import type * as canvasModule from "@napi-rs/canvas";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { UserError } from "../../util/userError.js";
import type { FontFamily } from "../spec/figure.js";
import { isFontName } from "./canvasFont.js";

/** The family that figures are set in unless somebody says otherwise; the files come with an npm package. */
export const fontFamily = "Source Sans 3";

export interface FontFile {
  readonly family: string;
  readonly weight: 400 | 600;
  readonly path: string;
}

const packages = [createRequire(import.meta.url), createRequire(join(process.cwd(), "figures.js"))];

export const fontFiles: readonly FontFile[] = [
  {
    family: fontFamily,
    weight: 400,
    path: packageFile("source-sans-3", "400Regular/SourceSans3_400Regular.ttf")!,
  },
  {
    family: fontFamily,
    weight: 600,
    path: packageFile("source-sans-3", "600SemiBold/SourceSans3_600SemiBold.ttf")!,
  },
];

/** The families that text can be set in, with their files: regular, then bold. */
const families = new Map<string, readonly FontFile[]>([[fontFamily, fontFiles]]);

/** The families of a CSS list such as `"Source Sans 3", sans-serif`, in order, without quotes. */
export function familiesOf(font: string): string[] {
  return font
    .split(",")
    .map((name) => name.trim().replace(/^(["'])(.*)\1$/, "$2"))
    .filter((name) => name !== "");
}

/** Whether a family has been registered. */
export function isFamily(name: string): boolean {
  return families.has(name);
}

/** The font file that text is set in: everything from weight 500 on is bold. */
export function fontFileFor(font: unknown, weight: unknown): FontFile {
  const [first] = familiesOf(typeof font === "string" ? font : fontFamily);
  const [regular, bold = regular] = families.get(first) ?? fontFiles;
  return weight === "bold" || weight === "bolder" || Number(weight) >= 500 ? bold : regular;
}

/** Whether text can be set in a family: it was registered, or its npm package is installed. */
export function findFamily(name: string): FontFamily | undefined {
  const known = families.get(name);
  if (known !== undefined) return { family: name, regular: known[0].path };
  const folder = name.toLowerCase().replace(/\s+/g, "-");
  const prefix = name.replace(/\s+/g, "");
  const file = (weight: string) => packageFile(folder, `${weight}/${prefix}_${weight}.ttf`);
  const regular = file("400Regular");
  if (regular === undefined) return undefined;
  const bold = file("600SemiBold") ?? file("700Bold");
  return { family: name, regular, ...(bold !== undefined && { bold }) };
}

/**
 * Registers a family for measuring and drawing, once.
 *
 * @throws {UserError} when a file is missing or is no TrueType or OpenType font, or another family has the name
 */
export function registerFamily(canvas: typeof canvasModule, choice: FontFamily): void {
  const { family, regular, bold } = choice;
  if (!isFontName(family)) {
    throw new UserError(
      `A font cannot be called ${JSON.stringify(family)}: lists of fonts have no names with commas, quotes, backslashes or control characters.`,
    );
  }
  const known = families.get(family);
  if (known !== undefined) {
    if (known[0].path === regular) return;
    throw new UserError(`Two fonts are called "${family}": ${known[0].path} and ${regular}.`);
  }
  const files = [
    { family, weight: 400, path: regular } as const,
    ...(bold === undefined ? [] : [{ family, weight: 600, path: bold } as const]),
  ];
  for (const { path } of files) register(canvas, path, family);
  families.set(family, files);
}

/** @throws {UserError} when the file is missing or is no font */
export function register(canvas: typeof canvasModule, path: string, family: string): void {
  if (!existsSync(path)) throw new UserError(`${path}: there is no such font file.`);
  if (!/\.(ttf|otf)$/i.test(path) || !canvas.GlobalFonts.registerFromPath(path, family)) {
    throw new UserError(`${path}: not a font that can be read; give a .ttf or .otf file.`);
  }
}

/** @throws {UserError} saying how to come by a font that is not there */
export function unknownFont(name: string, place: string): UserError {
  return new UserError(
    `${place} names the font "${name}", which is not there: system fonts are not used, so that figures are the same on every machine.\n` +
      `Give its files in the theme, "fonts": [{"family": "${name}", "regular": "x.ttf", "bold": "y.ttf"}], or "font: x.ttf" in the lookup, or install one of @expo-google-fonts and name it: "STIX Two Text" and "Tinos" suit Times, "Arimo" Arial and Helvetica.`,
  );
}

function packageFile(folder: string, file: string): string | undefined {
  for (const { resolve } of packages) {
    try {
      return resolve(`@expo-google-fonts/${folder}/${file}`);
    } catch {
      // Not installed there.
    }
  }
  return undefined;
}
