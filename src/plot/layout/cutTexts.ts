import { type Libraries, untyped } from "../vega/loadVega.js";
import { allMarks, type SceneItem, type SceneMark } from "../vega/sceneTree.js";
import { centimetres } from "./roomError.js";

/** One warning for each text of a scene that is longer than its place and is drawn with an ellipsis. */
export function cutTexts(root: SceneMark, { vega }: Libraries): string[] {
  const { textMetrics } = untyped(vega);
  const warnings = new Set<string>();
  for (const mark of allMarks(root)) {
    if (mark.marktype !== "text") continue;
    for (const item of mark.items) {
      for (const line of cutLines(item)) warnings.add(warning(line, item.limit ?? 0));
    }
  }
  return [...warnings];

  function cutLines(item: SceneItem): string[] {
    const { text, limit = 0 } = item;
    if (!(limit > 0)) return [];
    return [text]
      .flat()
      .map(String)
      .filter((line) => textMetrics.width(item, line) > limit);
  }
}

function warning(text: string, limit: number): string {
  return `${JSON.stringify(text)} is cut: it is longer than ${centimetres(limit)} cm. Shorten it, give it more room, or set "labelLimit" (of a title: "limit") to 0.`;
}
