import {
  sceneRoot,
  type SceneBounds,
  type SceneItem,
  type SceneMark,
} from "../layout/sceneTree.js";
import type { LaidOutFigure } from "../layout/layoutFigure.js";

/** An item of a scene with its place on the page, in points. */
export interface PlacedItem {
  readonly item: SceneItem;
  readonly mark: SceneMark;
  /** What is around it, for messages: the title of its panel, or "the legend". */
  readonly place: string;
  /** The group that it is in, which tells panels apart. */
  readonly panel: number;
  readonly bounds: SceneBounds;
  readonly x: number;
  readonly y: number;
}

/** Every item of a figure that is no group, in the order in which they are drawn. */
export function placedItems({ view, fit }: LaidOutFigure): PlacedItem[] {
  const placed: PlacedItem[] = [];
  let panels = 0;
  visit(sceneRoot(view), fit.origin[0], fit.origin[1], "the page", 0);
  return placed;

  function visit(mark: SceneMark, x: number, y: number, place: string, panel: number): void {
    for (const item of mark.items) {
      const [left, top] = [x + fit.scale * (item.x ?? 0), y + fit.scale * (item.y ?? 0)];
      if (mark.marktype !== "group") {
        placed.push({
          item,
          mark,
          place,
          panel,
          bounds: onPage(item.bounds, x, y),
          x: left,
          y: top,
        });
        continue;
      }
      const isPanel = mark.role === "scope" && item.stroke !== undefined;
      const name = mark.role === "legend" ? "the legend" : isPanel ? titleOf(item) : place;
      const inner = isPanel ? ++panels : panel;
      for (const part of item.items ?? []) visit(part, left, top, name, inner);
    }
  }

  function onPage({ x1, y1, x2, y2 }: SceneBounds, x: number, y: number): SceneBounds {
    const { scale } = fit;
    return { x1: x + scale * x1, y1: y + scale * y1, x2: x + scale * x2, y2: y + scale * y2 };
  }
}

/** The title of a panel: its own, or the first text in it. */
function titleOf(group: SceneItem): string {
  const texts = (group.items ?? []).flatMap(function textsOf(mark: SceneMark): string[] {
    if (mark.role?.startsWith("axis") === true) return [];
    if (mark.marktype === "text") return mark.items.map(({ text }) => String(text));
    return mark.items.flatMap(({ items = [] }) => items.flatMap(textsOf));
  });
  const title = texts.find((text) => text.trim() !== "");
  return title === undefined ? "a panel" : `panel "${title}"`;
}
