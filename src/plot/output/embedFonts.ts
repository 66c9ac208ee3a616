import { readFile } from "node:fs/promises";
import { fontFamily, fontFileFor, fontFiles, type FontFile } from "../layout/fonts.js";

/** Starts to load what fonts are cut down with, so that it is there when the layout is done. */
export function preloadFontTools(): void {
  import("subset-font")
    .then(async ({ default: subsetFont }) =>
      subsetFont(await readFile(fontFiles[0].path), "a", subsetOptions),
    )
    // Whoever needs the tools meets the same error, and reports it.
    .catch(() => undefined);
}

const subsetOptions = {
  // Uncompressed: packing the two subsets would take longer than drawing the figure.
  targetFormat: "truetype",
  // Kerning is what the texts were measured with; alternate glyphs are never shown.
  keepFeatures: ["kern"],
  noLayoutClosure: true,
} as const;

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
    const subset = await subsetFont(await readFile(file.path), signs, subsetOptions);
    // Every weight from 500 on is set in the semi-bold file.
    const weights = file.weight === 400 ? "1 499" : "500 1000";
    rules.push(
      `@font-face{font-family:"${fontFamily}";font-weight:${weights};src:url(data:font/ttf;base64,${subset.toString("base64")}) format("truetype")}`,
    );
  }
  return rules.join("");
}
