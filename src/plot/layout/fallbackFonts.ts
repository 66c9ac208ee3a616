import { UserError } from "../../util/userError.js";
import { readCoverage } from "../vega/coverage.js";
import { findFamily, registerFamily } from "../vega/fonts.js";
import type { Libraries } from "../vega/loadVega.js";

/** Families that have the letters of a script, the likeliest first; they come with npm packages of that name. */
const scripts: readonly (readonly [RegExp, readonly string[]])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, ["Noto Sans JP"]],
  [/\p{Script=Hangul}/u, ["Noto Sans KR"]],
  [
    /\p{Script=Han}/u,
    ["Noto Sans SC", "Noto Sans TC", "Noto Sans JP", "Noto Sans KR", "Noto Sans HK"],
  ],
  [/\p{Script=Arabic}/u, ["Noto Sans Arabic", "Noto Naskh Arabic"]],
  [/\p{Script=Hebrew}/u, ["Noto Sans Hebrew"]],
  [/\p{Script=Devanagari}/u, ["Noto Sans Devanagari"]],
  [/\p{Script=Bengali}/u, ["Noto Sans Bengali"]],
  [/\p{Script=Tamil}/u, ["Noto Sans Tamil"]],
  [/\p{Script=Thai}/u, ["Noto Sans Thai"]],
  [/\p{Script=Khmer}/u, ["Noto Sans Khmer"]],
  [/\p{Script=Lao}/u, ["Noto Sans Lao"]],
  [/\p{Script=Georgian}/u, ["Noto Sans Georgian"]],
  [/\p{Script=Armenian}/u, ["Noto Sans Armenian"]],
  [/\p{Extended_Pictographic}/u, ["Noto Emoji"]],
  [/[\p{L}\p{N}]/u, ["Noto Sans", "Noto Serif"]],
  [/./u, ["Noto Sans Math", "Noto Sans Symbols", "Noto Sans Symbols 2", "Noto Sans"]],
];

/**
 * Finds a family that has a glyph for a sign: one of those given, or an installed one for its script.
 *
 * @param given families that the theme lists
 * @returns the family, registered; undefined when there is none
 */
export async function fallbackFor(
  sign: string,
  given: readonly string[],
  libraries: Libraries,
): Promise<string | undefined> {
  for (const name of [...given, ...familiesFor(sign)]) {
    const family = findFamily(name);
    if (family === undefined) continue;
    const coverage = await readCoverage(family.regular);
    if (!coverage.has(sign.codePointAt(0)!)) continue;
    registerFamily(libraries.canvas, family);
    return name;
  }
  return undefined;
}

function familiesFor(sign: string): readonly string[] {
  return scripts.find(([pattern]) => pattern.test(sign))?.[1] ?? [];
}

/** @throws {UserError} that says which package has the signs */
export function missingGlyphs(
  signs: readonly string[],
  family: string,
  specName: string,
): UserError {
  const list = signs
    .slice(0, 8)
    .map((sign) => `"${sign}" (U+${codeOf(sign)})`)
    .join(", ");
  const more = signs.length > 8 ? ` and ${signs.length - 8} more` : "";
  const names = new Set(signs.flatMap((sign) => familiesFor(sign).slice(0, 1)));
  const install = [...names].map(
    (name) => `@expo-google-fonts/${name.toLowerCase().replaceAll(" ", "-")}`,
  );
  return new UserError(
    `${specName}: ${family} has no glyph for ${list}${more}.\nInstall a font that has: npm install ${install.join(" ")}; or give one in the theme: "fonts": [{"family": "Mine", "regular": "mine.ttf"}].`,
  );
}

/** A sign's code point as Unicode writes it, in at least four hexadecimal digits. */
export function codeOf(sign: string): string {
  return sign.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
}
