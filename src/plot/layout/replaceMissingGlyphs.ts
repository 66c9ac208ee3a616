import { own } from "../../util/own.js";
import { readCoverage } from "../vega/coverage.js";
import { familiesOf, fontFamily, fontFileFor } from "../vega/fonts.js";
import type { Libraries } from "../vega/loadVega.js";
import { allMarks, type SceneItem, type SceneMark } from "../vega/sceneTree.js";
import { codeOf, fallbackFor, missingGlyphs } from "./fallbackFonts.js";

/** What to write for signs that the font lacks, where the sign's compatibility form will not do. */
const substitutes: Readonly<Record<string, string>> = {
  "∪": "U",
  "∈": "in",
  "⋅": "·",
  "∘": "◦",
  "∖": "\\",
  "\u2010": "-",
  "\u2011": "-",
  "\u200B": "",
};

/**
 * Sees to it that every sign of a scene's texts is drawn: in the text's own font, in another one that has it, or by the
 * nearest sign that there is, which is reported.
 *
 * @param given families that a theme lists, to look in first
 * @returns families that were found and that the scene was not measured with
 * @throws {UserError} when no font has a sign, and nothing is near it
 */
export async function replaceMissingGlyphs(
  root: SceneMark,
  libraries: Libraries,
  given: readonly string[],
  specName: string,
  onWarning: (message: string) => void,
): Promise<string[]> {
  const reported = new Set<string>();
  const lost = new Set<string>();
  const found = new Map<string, string | undefined>();
  for (const item of strangeTexts(root)) {
    const covered = await readCoverage(fontFileFor(item.font, item.fontWeight).path);
    const others = new Set<string>();
    const texts = [];
    for (const text of [item.text].flat()) texts.push(await written(String(text), covered, others));
    item.text = Array.isArray(item.text) ? texts : texts[0];
    if (others.size > 0) item.font = fontList([item.font ?? fontFamily, ...quoted(others)]);
  }
  if (lost.size > 0) throw missingGlyphs([...lost], fontFamily, specName);
  return [...new Set([...found.values()].filter((family) => family !== undefined))];

  async function written(
    text: string,
    covered: ReadonlySet<number>,
    others: Set<string>,
  ): Promise<string> {
    let whole = "";
    for (const sign of text) {
      if (isCovered(sign, covered) || /[\p{Mark}\p{Cf}]/u.test(sign)) {
        whole += sign === "\u200B" ? "" : sign;
        continue;
      }
      const near = nearestSign(sign, covered);
      if (near !== undefined) {
        report(sign, near);
        whole += near;
        continue;
      }
      if (!found.has(sign)) found.set(sign, await fallbackFor(sign, given, libraries));
      const family = found.get(sign);
      if (family === undefined) lost.add(sign);
      else others.add(family);
      whole += sign;
    }
    return whole;
  }

  function report(sign: string, near: string): void {
    if (reported.has(sign)) return;
    reported.add(sign);
    onWarning(
      `${fontFamily} has no glyph for "${sign}" (U+${codeOf(sign)}); "${near}" is drawn instead.`,
    );
  }
}

function strangeTexts(root: SceneMark): SceneItem[] {
  return [...allMarks(root)]
    .filter((mark) => mark.marktype === "text")
    .flatMap((mark) => mark.items.filter(({ text }) => /[^\x20-\x7e]/.test(String(text))));
}

function isCovered(text: string, covered: ReadonlySet<number>): boolean {
  return [...text].every((part) => covered.has(part.codePointAt(0)!) || part === "\n");
}

/** The nearest thing that the font has, if there is one. */
function nearestSign(sign: string, covered: ReadonlySet<number>): string | undefined {
  const substitute = own(substitutes, sign);
  if (substitute !== undefined) return substitute;
  const plain = sign.normalize("NFKD").replace(/\p{Mark}/gu, "");
  return plain !== "" && isCovered(plain, covered) ? plain : undefined;
}

function quoted(families: ReadonlySet<string>): string[] {
  return [...families].map((family) => `"${family}"`);
}

/** A CSS list of families, generic ones last. */
function fontList(fonts: readonly string[]): string {
  const names = fonts.flatMap(familiesOf);
  const isGeneric = (name: string) => /^(sans-serif|serif|monospace)$/.test(name);
  const own = names.filter((name) => !isGeneric(name)).map((name) => `"${name}"`);
  return [...new Set([...own, ...names.filter(isGeneric)])].join(", ");
}
