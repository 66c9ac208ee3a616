import { readFile } from "node:fs/promises";
import { fontFamily, type FontFile, fontFiles } from "../vega/fonts.js";

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
  const rules = [];
  const families = [...new Set([...texts.keys()].map(({ family }) => family))];
  const order = ({ family, weight }: FontFile) => 1000 * families.indexOf(family) + weight;
  for (const [file, text] of [...texts].sort(([a], [b]) => order(a) - order(b))) {
    const source = await cutDown(file, text);
    rules.push(
      `@font-face{font-family:"${file.family}";font-weight:${weightsOf(file, texts)};src:${source}}`,
    );
  }
  return rules.join("");
}

/** Which weights a file serves: every one from 500 on is set in the bold file, if there is one. */
function weightsOf(file: FontFile, texts: ReadonlyMap<FontFile, string>): string {
  const hasBold = [...texts.keys()].some(
    ({ family, weight }) => family === file.family && weight !== 400,
  );
  const isAlone = file.family !== fontFamily && !hasBold;
  return isAlone ? "1 1000" : file.weight === 400 ? "1 499" : "500 1000";
}

/** A font that stands in for another family where that has no sign. */
export interface StandIn {
  readonly file: FontFile;
  readonly family: string;
  /** What it is needed for. */
  readonly signs: string;
}

/**
 * CSS that carries fonts under the name of the family that they stand in for, each for its signs alone.
 *
 * @param texts what the families themselves set: browsers take rules of the same weights as one font
 */
export async function embedStandIns(
  standIns: readonly StandIn[],
  texts: ReadonlyMap<FontFile, string>,
): Promise<string> {
  const rules = standIns.map(async ({ file, family, signs }) => {
    const codes = [...new Set(signs)].map((sign) => sign.codePointAt(0)!).sort((a, b) => a - b);
    const range = codes.map((code) => `U+${code.toString(16)}`).join(",");
    const source = await cutDown(file, signs);
    const own = [...texts.keys()].filter((one) => one.family === family);
    return [...new Set(own.map((one) => weightsOf(one, texts)))].map(
      (weights) =>
        `@font-face{font-family:"${family}";font-weight:${weights};unicode-range:${range};src:${source}}`,
    );
  });
  return (await Promise.all(rules)).flat().join("");
}

/** Letters whose shapes depend on their neighbours, or that are put together of parts. */
const shaped =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\p{Script=Hebrew}\p{Mark}\u200d]/u;

/** A font file with the glyphs of a text, as CSS has it. */
async function cutDown(file: FontFile, text: string): Promise<string> {
  const { default: subsetFont } = await import("subset-font");
  const signs = [...new Set(text)].sort().join("");
  const options = shaped.test(text) ? { targetFormat: "truetype" as const } : subsetOptions;
  const subset = await subsetFont(await readFile(file.path), signs, options);
  return `url(data:font/ttf;base64,${subset.toString("base64")}) format("truetype")`;
}
