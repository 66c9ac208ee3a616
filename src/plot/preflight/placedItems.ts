import type { LaidOutFigure } from "../layout/layoutFigure.js";
import { type SceneBounds, type SceneItem, type SceneMark, sceneRoot } from "../vega/sceneTree.js";

/** An item of a scene with its place on the page, in points. */
export interface PlacedItem {
  readonly item: SceneItem;
  readonly mark: SceneMark;
  /** What is around it, for messages: the title of its panel, or "the legend". */
  readonly place: string;
  /** The group that it is in, which tells panels apart. */
  readonly panel: number;
  /** The legend that it is in, from 1; 0 outside legends. */
  readonly legend: number;
  /** What is drawn of it lies inside these bounds. */
  readonly frame?: SceneBounds;
  readonly bounds: SceneBounds;
  readonly x: number;
  readonly y: number;
}

/** What an item is in. */
interface Around extends Pick<PlacedItem, "place" | "panel" | "legend" | "frame"> {
  readonly x: number;
  readonly y: number;
}

/** Every item of a figure that is no group, in the order in which they are drawn. */
export function placedItems({ view, fit }: LaidOutFigure): PlacedItem[] {
  const placed: PlacedItem[] = [];
  let panels = 0;
  let legends = 0;
  const [x, y] = fit.origin;
  visit(sceneRoot(view), { x, y, place: "the page", panel: 0, legend: 0 });
  return placed;

  function visit(mark: SceneMark, around: Around): void {
    const { x, y, place, panel, legend } = around;
    const isClipped = mark.clip === true && around.frame !== undefined;
    for (const item of mark.items) {
      const [left, top] = [x + fit.scale * (item.x ?? 0), y + fit.scale * (item.y ?? 0)];
      if (mark.marktype !== "group") {
        placed.push({
          item,
          mark,
          place,
          panel,
          legend,
          bounds: onPage(item.bounds, x, y),
          ...(isClipped && { frame: around.frame }),
          x: left,
          y: top,
        });
        continue;
      }
      const isPanel = mark.role === "scope" && item.stroke !== undefined;
      const isLegend = mark.role === "legend";
      const { width = 0, height = 0 } = item;
      const inner: Around = {
        ...{ x: left, y: top },
        place: isLegend ? "the legend" : isPanel ? titleOf(item) : place,
        panel: isPanel ? ++panels : panel,
        legend: isLegend ? ++legends : legend,
        ...(width > 0 &&
          height > 0 && { frame: onPage({ x1: 0, y1: 0, x2: width, y2: height }, left, top) }),
      };
      for (const part of item.items ?? []) visit(part, inner);
    }
  }

  function onPage({ x1, y1, x2, y2 }: SceneBounds, x: number, y: number): SceneBounds {
    const { scale } = fit;
    return { x1: x + scale * x1, y1: y + scale * y1, x2: x + scale * x2, y2: y + scale * y2 };
  }
}

/** The title of a panel: its own, or the first text in it. */
function titleOf(group: SceneItem): string {
  const marks = (group.items ?? []).flatMap(function textsOf(mark: SceneMark): SceneMark[] {
    if (mark.role?.startsWith("axis") === true) return [];
    if (mark.marktype === "text") return [mark];
    return mark.items.flatMap(({ items = [] }) => items.flatMap(textsOf));
  });
  const own = marks.filter(({ role }) => role === "title-text");
  const texts = [...own, ...marks].flatMap(({ items }) => items.map(({ text }) => String(text)));
  const title = texts.find((text) => text.trim() !== "");
  return title === undefined ? "a panel" : `panel "${title}"`;
}
