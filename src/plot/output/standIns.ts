import type { LaidOutFigure } from "../layout/layoutFigure.js";
import { readCoverage } from "../vega/coverage.js";
import { familiesOf, fontFamily, type FontFile, fontFileFor, isFamily } from "../vega/fonts.js";
import { allMarks, sceneRoot } from "../vega/sceneTree.js";
import type { StandIn } from "./embedFonts.js";

/**
 * The fonts that stand in for the family of a text, and for that of the page, where these lack signs: a page in a browser
 * is drawn anew, and does not know which text needs another family.
 */
export async function standInsOf({ view }: LaidOutFigure): Promise<StandIn[]> {
  const found = new Map<string, { file: FontFile; family: string; signs: string }>();
  for (const mark of allMarks(sceneRoot(view))) {
    for (const { text, font, fontWeight } of mark.marktype === "text" ? mark.items : []) {
      const [own = fontFamily, ...others] = familiesOf(font ?? fontFamily).filter(isFamily);
      if (others.length > 0) await add(own, others, [text].flat().join(""), fontWeight);
    }
  }
  return [...found.values()];

  async function add(
    own: string,
    others: readonly string[],
    text: string,
    weight: string | number | undefined,
  ): Promise<void> {
    const covered = await readCoverage(fontFileFor(`"${own}"`, weight).path);
    for (const sign of text) {
      const code = sign.codePointAt(0)!;
      if (covered.has(code)) continue;
      for (const other of others) {
        const file = fontFileFor(`"${other}"`, 400);
        if (!(await readCoverage(file.path)).has(code)) continue;
        for (const family of new Set([own, fontFamily])) {
          const key = JSON.stringify([file.path, family]);
          const before = found.get(key)?.signs ?? "";
          found.set(key, { file, family, signs: before + sign });
        }
        break;
      }
    }
  }
}
