import { readdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import * as z from "zod";
import { didYouMean } from "../../util/didYouMean.js";
import { UserError } from "../../util/userError.js";
import { fieldLinesOf, lineOfField } from "../../util/yaml/fieldLines.js";
import type { Theme } from "./figure.js";
import { parseJson, readJsonFile } from "./readJsonFile.js";
import { themesFolder } from "./resources.js";

const colour = z.string().regex(/^#[0-9a-fA-F]{6}$/, "expected a colour such as #0072B2");

const themeSchema = z.strictObject({
  $schema: z.string().optional(),
  name: z.string().min(1),
  description: z.string().optional(),
  config: z.record(z.string(), z.unknown()),
  fonts: z
    .array(
      z.strictObject({
        family: z.string().min(1),
        regular: z.string().min(1),
        bold: z.string().min(1).optional(),
      }),
    )
    .optional(),
  colours: z.array(z.array(colour).min(1)).min(1),
});

/**
 * Reads a theme by its name (a file of `figures/themes/` without its ending) or by its path.
 *
 * @throws {UserError} when there is no such theme or its file is not one
 */
export async function readTheme(nameOrPath: string): Promise<Theme> {
  const isPath = /[\\/]|\.json$/.test(nameOrPath);
  const path = isPath ? nameOrPath : `${themesFolder}/${nameOrPath}.json`;
  const names = isPath ? [] : await themeNames();
  if (!isPath && !names.includes(nameOrPath)) {
    throw new UserError(
      `There is no theme "${nameOrPath}".${didYouMean(nameOrPath, names)}\nChoose one of ${names.join(", ")}, or give the path of a JSON file.`,
    );
  }
  return validTheme(await readJsonFile(path, "theme"), path);
}

/**
 * The theme that a file holds.
 *
 * @throws {UserError} when it is not one
 */
export function parseTheme(text: string, path: string): Theme {
  return validTheme(parseJson(text, path), path, text);
}

function validTheme(content: unknown, path: string, text = ""): Theme {
  const parsed = themeSchema.safeParse(content);
  if (!parsed.success) {
    const { path: place, message } = parsed.error.issues[0];
    const field = place.map((part, i) => fieldPart(part, i)).join("");
    const line = text === "" ? "" : `:${lineOfField(fieldLinesOf(text), field)}`;
    throw new UserError(
      `${path}${line}: "${place.join(".")}": ${message}.\nA theme has a name, a Vega-Lite "config" and "colours", one list for each number of series.`,
    );
  }
  const { fonts, ...theme } = parsed.data;
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

const fieldPart = (part: PropertyKey, index: number): string =>
  typeof part === "number" ? `[${part}]` : `${index > 0 ? "." : ""}${String(part)}`;

/** The names of the themes that come with the project, sorted. */
export async function themeNames(): Promise<string[]> {
  const files = await readdir(themesFolder);
  return files
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length))
    .sort();
}
