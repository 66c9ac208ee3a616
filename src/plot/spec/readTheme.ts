import * as z from "zod";
import { readdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { recordOf } from "../../util/recordOf.js";
import { didYouMean } from "../../util/text/didYouMean.js";
import { UserError } from "../../util/userError.js";
import { fieldLinesOf, lineOfField } from "../../util/yaml/fieldLines.js";
import type { JsonObject, Theme } from "./figure.js";
import { parseJson, readJsonFile } from "./readJsonFile.js";
import { themesFolder } from "./resources.js";
import { isObject } from "./walkViews.js";

const colour = z.string().regex(/^#[0-9a-fA-F]{6}$/, "expected a colour such as #0072B2");

const parts = {
  $schema: z.string().optional(),
  name: z.string().min(1),
  description: z.string().optional(),
  fonts: z
    .array(
      z.strictObject({
        family: z.string().min(1),
        regular: z.string().min(1),
        bold: z.string().min(1).optional(),
      }),
    )
    .optional(),
};
const config = recordOf(z.unknown());
const colours = z.array(z.array(colour).min(1)).min(1);

const wholeSchema = z.strictObject({ ...parts, config, colours });
/** A theme that says what is different from another one. */
const changesSchema = z.strictObject({
  ...parts,
  extends: z.string().min(1),
  config: config.default({}),
  colours: colours.optional(),
});

/**
 * Reads a theme by its name (a file of `figures/themes/` without its ending) or by its path.
 *
 * @throws {UserError} when there is no such theme or its file is not one
 */
export async function readTheme(nameOrPath: string): Promise<Theme> {
  return readChain(nameOrPath, "", []);
}

async function readChain(
  nameOrPath: string,
  folder: string,
  above: readonly string[],
): Promise<Theme> {
  const isPath = /[\\/]|\.json$/.test(nameOrPath);
  const path = isPath ? resolve(folder, nameOrPath) : `${themesFolder}/${nameOrPath}.json`;
  const names = isPath ? [] : await themeNames();
  if (!isPath && !names.includes(nameOrPath)) {
    throw new UserError(
      `There is no theme "${nameOrPath}".${didYouMean(nameOrPath, names)}\nChoose one of ${names.join(", ")}, or give the path of a JSON file.`,
    );
  }
  refuseCircle(path, above);
  const content = await readJsonFile(isPath && folder === "" ? nameOrPath : path, "theme");
  const base = baseOf(content);
  const chain = [...above, path];
  const extended = base === undefined ? undefined : await readChain(base, dirname(path), chain);
  return validTheme(content, path, extended);
}

/**
 * The theme that a file holds.
 *
 * @param base the theme that it extends, where it extends one
 * @throws {UserError} when it is not one
 */
export function parseTheme(text: string, path: string, base?: Theme): Theme {
  return validTheme(parseJson(text, path), path, base, text);
}

/** Name or path of the theme that a theme's file extends; undefined for one that is whole. */
export function extendedTheme(text: string, path: string): string | undefined {
  return baseOf(parseJson(text, path));
}

/** @throws {UserError} when a theme extends itself, by way of others too */
export function refuseCircle(path: string, above: readonly string[]): void {
  if (!above.includes(path)) return;
  throw new UserError(
    `${above[0]}: "extends": a theme cannot extend itself (${[...above, path].join(" -> ")}).`,
  );
}

function baseOf(content: unknown): string | undefined {
  const parsed = z.looseObject({ extends: z.string() }).safeParse(content);
  return parsed.success ? parsed.data.extends : undefined;
}

function validTheme(content: unknown, path: string, base?: Theme, text = ""): Theme {
  if (base === undefined) return withFonts(checked(wholeSchema, content, path, text), path);
  const own = withFonts(checked(changesSchema, content, path, text), path);
  const { name, description, config: changes, colours: others = base.colours } = own;
  const fonts = [...(own.fonts ?? []), ...(base.fonts ?? [])];
  return {
    name,
    ...(description !== undefined && { description }),
    config: mergedObjects(base.config, changes),
    ...(fonts.length > 0 && { fonts }),
    colours: others,
  };
}

function checked<T extends z.ZodType>(
  schema: T,
  content: unknown,
  path: string,
  text: string,
): z.output<T> {
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const { path: place, message } = parsed.error.issues[0];
  const field = place.map((part, i) => fieldPart(part, i)).join("");
  const line = text === "" ? "" : `:${lineOfField(fieldLinesOf(text), field)}`;
  throw new UserError(
    `${path}${line}: "${place.join(".")}": ${message}.\nA theme has a name, a Vega-Lite "config" and "colours", one list for each number of series; or it "extends" another one.`,
  );
}

const fieldPart = (part: PropertyKey, index: number): string =>
  typeof part === "number" ? `[${part}]` : `${index > 0 ? "." : ""}${String(part)}`;

/** Files of fonts lie beside the theme. */
function withFonts<T extends { readonly fonts?: z.output<typeof parts.fonts> }>(
  { fonts, ...theme }: T,
  path: string,
) {
  const here = (file: string) => resolve(dirname(path), file);
  return {
    ...theme,
    ...(fonts !== undefined && {
      fonts: fonts.map(({ family, regular, bold }) => ({
        family,
        regular: here(regular),
        ...(bold !== undefined && { bold: here(bold) }),
      })),
    }),
  };
}

/** Objects within objects are merged; anything else of the second takes the place of what the first has. */
function mergedObjects(first: JsonObject, second: JsonObject): JsonObject {
  const merged = new Map(Object.entries(first));
  for (const [name, value] of Object.entries(second)) {
    const before = merged.get(name);
    merged.set(name, isObject(before) && isObject(value) ? mergedObjects(before, value) : value);
  }
  return Object.fromEntries(merged);
}

/** The names of the themes that come with the project, sorted. */
export async function themeNames(): Promise<string[]> {
  const files = await readdir(themesFolder);
  return files
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length))
    .sort();
}
