import { readFile } from "node:fs/promises";
import { fontFamily, fontFileFor, type FontFile } from "./fonts.js";

/**
 * CSS that carries the fonts of some texts: one `@font-face` rule for each weight, cut down to the glyphs in use.
 *
 * @param texts what is set in each font weight
 */
export async function embedFonts(texts: ReadonlyMap<unknown, string>): Promise<string> {
  const { default: subsetFont } = await import("subset-font");
  const byFile = new Map<FontFile, string>();
  for (const [weight, text] of texts) {
    const file = fontFileFor(weight);
    byFile.set(file, (byFile.get(file) ?? "") + text);
  }
  const rules = [];
  for (const [file, text] of [...byFile].sort(([a], [b]) => a.weight - b.weight)) {
    const signs = [...new Set(text)].sort().join("");
    const subset = await subsetFont(await readFile(file.path), signs, { targetFormat: "woff" });
    // Every weight from 500 on is set in the semi-bold file.
    const weights = file.weight === 400 ? "1 499" : "500 1000";
    rules.push(
      `@font-face{font-family:"${fontFamily}";font-weight:${weights};src:url(data:font/woff;base64,${subset.toString("base64")}) format("woff")}`,
    );
  }
  return rules.join("");
}
