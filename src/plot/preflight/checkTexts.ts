import { exact } from "../../util/exactMath.js";
import type { LaidOutFigure } from "../layout/layoutFigure.js";
import type { Finding } from "./finding.js";
import type { PlacedItem } from "./placedItems.js";

/** The smallest type that venues ask for, in points. */
const smallestTypePt = 6;

/** The height of capitals and digits, as a part of the size of type. */
const capitals = 0.66;

const isShown = ({ item, mark }: PlacedItem): boolean =>
  mark.marktype === "text" && item.opacity !== 0 && textOf(item.text).trim() !== "";

/** Type that is too small, texts that lie on each other, and texts that leave the page. */
export function checkTexts({ page, fit }: LaidOutFigure, items: readonly PlacedItem[]): Finding[] {
  const texts = items.filter(isShown);
  return [...smallType(), ...collisions(), ...beyondPage(), ...beyondPanels(texts)];

  function smallType(): Finding[] {
    const small = texts.filter(({ item }) => sizeOf(item.fontSize) < smallestTypePt - 0.01);
    return byPlace(small).map(([place, own]) => ({
      check: "type size",
      kind: "problem",
      place,
      what: `type of ${own
        .map(({ item }) => sizeOf(item.fontSize))
        .reduce((a, b) => Math.min(a, b))
        .toFixed(1)} pt: ${quoted(own)}`,
      remedy: `Set "type" in the lookup, or the sizes of the theme, so that nothing is below ${smallestTypePt} pt.`,
    }));
  }

  function sizeOf(fontSize = 11): number {
    return fontSize * fit.scale;
  }

  function collisions(): Finding[] {
    const hit = new Set<PlacedItem>();
    for (const [at, one] of texts.entries()) {
      for (const other of texts.slice(at + 1)) {
        if (!touch(one, other)) continue;
        hit.add(one);
        hit.add(other);
      }
    }
    return byPlace([...hit]).map(([place, own]) => ({
      check: "colliding labels",
      kind: "problem",
      place,
      what: `labels lie on each other: ${quoted(own)}`,
      remedy: "Make the figure larger, its labels shorter, or its type smaller.",
    }));
  }

  function touch(one: PlacedItem, other: PlacedItem): boolean {
    const size = sizeOf(Math.min(one.item.fontSize ?? 11, other.item.fontSize ?? 11));
    const angle = one.item.angle ?? 0;
    const isUpright = (text: PlacedItem) => (text.item.angle ?? 0) % 90 === 0;
    if (angle !== (other.item.angle ?? 0) && !(isUpright(one) && isUpright(other))) return false;
    if (angle % 90 !== 0) {
      // Slanted labels of an axis run beside each other: what counts is how far apart their lines are.
      if (one.mark !== other.mark) return false;
      const radians = (angle * Math.PI) / 180;
      const across =
        (other.x - one.x) * exact.sin(radians) - (other.y - one.y) * exact.cos(radians);
      return Math.abs(across) < capitals * size;
    }
    const [a, b] = [box(one), box(other)];
    const inX = Math.min(a.x2, b.x2) - Math.max(a.x1, b.x1);
    const inY = Math.min(a.y2, b.y2) - Math.max(a.y1, b.y1);
    return inX > 0.3 && inY > 0.3;
  }

  /** The bounds of a text's letters, without the room above and below them. */
  function box({ bounds, item }: PlacedItem): PlacedItem["bounds"] {
    const { x1, y1, x2, y2 } = bounds;
    if (Array.isArray(item.text) && item.text.length > 1) return bounds;
    const half = (capitals * sizeOf(item.fontSize)) / 2;
    if ((item.angle ?? 0) % 180 === 0) {
      const middle = (y1 + y2) / 2;
      return { ...bounds, y1: middle - half, y2: middle + half };
    }
    const middle = (x1 + x2) / 2;
    return { ...bounds, x1: middle - half, x2: middle + half };
  }

  function beyondPage(): Finding[] {
    const out = texts.filter(
      ({ bounds: { x1, y1, x2, y2 }, frame }) =>
        frame === undefined &&
        (x1 < -0.5 || y1 < -0.5 || x2 > page.widthPt + 0.5 || y2 > page.heightPt + 0.5),
    );
    return byPlace(out).map(([place, own]) => ({
      check: "cut labels",
      kind: "problem",
      place,
      what: `cut by the edge of the page: ${quoted(own)}`,
      remedy: "Make the figure larger, or these labels shorter.",
    }));
  }
}

/** Texts of which a panel shows no more than a part. */
function beyondPanels(texts: readonly PlacedItem[]): Finding[] {
  const out = texts.filter(
    ({ bounds: { x1, y1, x2, y2 }, frame }) =>
      frame !== undefined &&
      (x1 < frame.x1 - 0.5 || y1 < frame.y1 - 0.5 || x2 > frame.x2 + 0.5 || y2 > frame.y2 + 0.5),
  );
  return byPlace(out).map(([place, own]) => ({
    check: "cut labels",
    kind: "problem",
    place,
    what: `cut by the edge of the panel: ${quoted(own)}`,
    remedy: 'Leave out "clip" of these marks, or widen the domain of the axis.',
  }));
}

/** Items by the place that they are in. */
export function byPlace(items: readonly PlacedItem[]): [place: string, items: PlacedItem[]][] {
  const places = [...new Set(items.map(({ place }) => place))];
  return places.map((place) => [place, items.filter((one) => one.place === place)]);
}

function quoted(items: readonly PlacedItem[]): string {
  const texts = [...new Set(items.map(({ item }) => JSON.stringify(textOf(item.text))))];
  const more = texts.length > 3 ? ` and ${texts.length - 3} more` : "";
  return `${texts.slice(0, 3).join(", ")}${more}`;
}

function textOf(text: unknown): string {
  return [text]
    .flat()
    .map((line) => (typeof line === "string" ? line : ""))
    .join(" ");
}
