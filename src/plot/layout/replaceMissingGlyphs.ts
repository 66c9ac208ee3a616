import { fontFamily, fontFileFor, fontFiles, readCoverage } from "./fonts.js";
import { allMarks, type SceneMark } from "./sceneTree.js";

/** What to write for signs that the font lacks, where the sign's compatibility form will not do. */
const substitutes: Readonly<Record<string, string>> = {
  "∪": "U",
  "∈": "in",
  "⋅": "·",
  "∘": "◦",
  "∖": "\\",
  "\u2010": "-",
  "\u2011": "-",
};

/**
 * Replaces the signs in a scene's texts that the figures' font has no glyph for, by the nearest ones that it has or
 * by `?`, and reports each.
 */
export async function replaceMissingGlyphs(
  root: SceneMark,
  onWarning: (message: string) => void,
): Promise<void> {
  const texts = [...allMarks(root)].filter((mark) => mark.marktype === "text");
  const strange = texts.flatMap((mark) =>
    mark.items.filter((item) => /[^\x20-\x7e]/.test(String(item.text))),
  );
  if (strange.length === 0) return;
  const coverage = new Map(
    await Promise.all(
      fontFiles.map(async (file) => [file, await readCoverage(file.path)] as const),
    ),
  );
  const reported = new Set<string>();
  for (const item of strange) {
    const covered = coverage.get(fontFileFor(item.fontWeight))!;
    const replace = (text: unknown) =>
      [...String(text)].map((sign) => nearestSign(sign, covered, report)).join("");
    item.text = Array.isArray(item.text) ? item.text.map(replace) : replace(item.text);
  }

  function report(sign: string, written: string): void {
    if (reported.has(sign)) return;
    reported.add(sign);
    const code = sign.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
    onWarning(
      `${fontFamily} has no glyph for "${sign}" (U+${code}); "${written}" is drawn instead.`,
    );
  }
}

function nearestSign(
  sign: string,
  covered: ReadonlySet<number>,
  report: (sign: string, written: string) => void,
): string {
  const isCovered = (text: string) =>
    [...text].every((part) => covered.has(part.codePointAt(0)!) || part === "\n");
  if (isCovered(sign)) return sign;
  const plain = sign.normalize("NFKD").replace(/\p{Mark}/gu, "");
  const written = substitutes[sign] ?? (plain !== "" && isCovered(plain) ? plain : "?");
  report(sign, written);
  return written;
}
