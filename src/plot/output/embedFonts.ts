import { readFile } from "node:fs/promises";
import { fontFamily, fontFiles, type FontFile } from "../layout/fonts.js";

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
 * CSS that carries the fonts of some texts: one `@font-face` rule for each font file, cut down to the glyphs in use.
 *
 * @param texts what is set in each file
 */
export async function embedFonts(texts: ReadonlyMap<FontFile, string>): Promise<string> {
  const { default: subsetFont } = await import("subset-font");
  const rules = [];
  const families = [...new Set([...texts.keys()].map(({ family }) => family))];
  const hasBold = (family: string) =>
    [...texts.keys()].some((file) => file.family === family && file.weight !== 400);
  const order = ({ family, weight }: FontFile) => 1000 * families.indexOf(family) + weight;
  for (const [file, text] of [...texts].sort(([a], [b]) => order(a) - order(b))) {
    const signs = [...new Set(text)].sort().join("");
    const subset = await subsetFont(await readFile(file.path), signs, subsetOptions);
    // Every weight from 500 on is set in the bold file, if there is one.
    const isAlone = file.family !== fontFamily && !hasBold(file.family);
    const weights = isAlone ? "1 1000" : file.weight === 400 ? "1 499" : "500 1000";
    rules.push(
      `@font-face{font-family:"${file.family}";font-weight:${weights};src:url(data:font/ttf;base64,${subset.toString("base64")}) format("truetype")}`,
    );
  }
  return rules.join("");
}
