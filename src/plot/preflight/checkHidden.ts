import type { LaidOutFigure } from "../layout/layoutFigure.js";
import { byPlace } from "./checkTexts.js";
import type { Finding } from "./finding.js";
import type { PlacedItem } from "./placedItems.js";

/** How far apart lines may be, in points, and still be taken for one. */
const sameLine = 0.4;

/** The part of a line's points that has to lie under another line, so that the line counts as hidden. */
const hiddenPart = 0.9;

/** Points, intervals and lines that others hide, and what panels cut off. */
export function checkHidden({ fit }: LaidOutFigure, items: readonly PlacedItem[]): Finding[] {
  const marks = items.filter(({ mark }) => mark.role === "mark");
  const symbols = marks.filter(({ mark }) => mark.marktype === "symbol");
  const bars = marks.filter((one) => one.mark.marktype === "rule" && !isDashed(one));
  return [
    ...hiddenPoints(),
    ...hiddenIntervals(),
    ...coveredIntervals(),
    ...hiddenLines(),
    ...beyondPanel(),
  ];

  function radius({ item }: PlacedItem): number {
    return (Math.sqrt(item.size ?? 0) / 2) * fit.scale;
  }

  function width({ item }: PlacedItem): number {
    return (item.strokeWidth ?? 1) * fit.scale;
  }

  function hiddenPoints(): Finding[] {
    const order = new Map(marks.map((one, at) => [one, at]));
    const covers = marks.filter(
      (one) => isFilled(one) && /^(symbol|rect)$/.test(one.mark.marktype),
    );
    const hidden = symbols.filter(
      (one) =>
        isSeen(one) &&
        covers.some(
          (later) =>
            later.panel === one.panel &&
            (order.get(later) ?? 0) > (order.get(one) ?? 0) &&
            !isOwnMean(one, later) &&
            (later.mark.marktype === "rect" ? isInside(one, later) : isUnder(one, later)),
        ),
    );
    return byPlace(hidden).map(([place, own]) => ({
      check: "hidden points",
      kind: "problem",
      place,
      what: `${own.length} ${own.length === 1 ? "point lies" : "points lie"} under others`,
      remedy:
        "Dodge the series (xOffset), draw one larger and open, or say in the caption that they coincide.",
    }));
  }

  /** Whether a symbol lies under another: both in one place, or whole inside a larger one. */
  function isUnder(one: PlacedItem, later: PlacedItem): boolean {
    const far = Math.hypot(later.x - one.x, later.y - one.y);
    const [small, large] = [radius(one), radius(later)];
    return (large >= 0.9 * small && far < 0.3 * small) || far + 0.9 * small < large;
  }

  function isInside(one: PlacedItem, { bounds }: PlacedItem): boolean {
    const r = 0.9 * radius(one);
    const inX = one.x - r > bounds.x1 && one.x + r < bounds.x2;
    return inX && one.y - r > bounds.y1 && one.y + r < bounds.y2;
  }

  function hiddenIntervals(): Finding[] {
    const hidden = bars.filter(({ bounds, panel }) => {
      const length = Math.max(bounds.x2 - bounds.x1, bounds.y2 - bounds.y1);
      const [x, y] = [(bounds.x1 + bounds.x2) / 2, (bounds.y1 + bounds.y2) / 2];
      return symbols.some(
        (one) =>
          one.panel === panel &&
          length < 2 * radius(one) &&
          Math.hypot(one.x - x, one.y - y) < radius(one),
      );
    });
    return byPlace(hidden).map(([place, own]) => ({
      check: "narrow intervals",
      kind: "note",
      place,
      what: `${own.length} of ${bars.filter((one) => one.place === place).length} intervals are narrower than their symbols`,
      remedy:
        "The CSV has their ends; smaller symbols, a larger panel or a logarithmic axis show them.",
    }));
  }

  function coveredIntervals(): Finding[] {
    const hidden = bars.filter(
      (one, at) =>
        isSeen(one) &&
        bars.slice(at + 1).some((later) => later.panel === one.panel && isAlong(one, later)),
    );
    return byPlace(hidden).map(([place, own]) => ({
      check: "hidden intervals",
      kind: "problem",
      place,
      what: `${own.length} ${own.length === 1 ? "interval lies" : "intervals lie"} under others`,
      remedy: "Dodge the series (xOffset, yOffset), or draw one wider and paler.",
    }));
  }

  /** Whether an upright or level line lies along a later one of another colour, which is not narrower. */
  function isAlong(one: PlacedItem, later: PlacedItem): boolean {
    if (one.item.stroke === later.item.stroke || !isSeen(later)) return false;
    if (width(later) < 0.8 * width(one)) return false;
    const [a, b] = [one.bounds, later.bounds];
    const within = (low: number, high: number, from: number, to: number) =>
      low >= from - sameLine && high <= to + sameLine;
    const isWithin = within(a.x1, a.x2, b.x1, b.x2) && within(a.y1, a.y2, b.y1, b.y2);
    const isThin = Math.min(b.x2 - b.x1, b.y2 - b.y1) < width(later) + 2 * sameLine;
    return isWithin && isThin;
  }

  function hiddenLines(): Finding[] {
    const lines = [...new Set(marks.map(({ mark }) => mark))]
      .filter(({ marktype }) => marktype === "line")
      .map((mark) => marks.filter((one) => one.mark === mark))
      .filter((points) => points.filter(isDrawn).length > 1)
      .filter(([first]) => isSeen(first) && !isFilled(first));
    const hidden = lines.filter((all, at) => {
      const points = all.filter(isDrawn);
      const [first] = points;
      return lines.slice(at + 1).some((later) => {
        const [other] = later;
        if (other.panel !== first.panel || other.item.stroke === first.item.stroke) return false;
        // The one beneath shows between dashes, and beside a thinner line.
        if (isDashed(other) || width(other) < 0.8 * width(first)) return false;
        const near = points.filter((point) => distanceTo(point, later) < sameLine);
        return near.length >= hiddenPart * points.length;
      });
    });
    return byPlace(hidden.map(([first]) => first)).map(([place, own]) => ({
      check: "hidden lines",
      kind: "problem",
      place,
      what: `${own.length} ${own.length === 1 ? "line lies" : "lines lie"} under others`,
      remedy:
        "Give the upper one dashes, make the lower one wider, or say in the caption that they coincide.",
    }));
  }

  function beyondPanel(): Finding[] {
    const out = symbols.filter(
      ({ x, y, frame }) =>
        frame !== undefined &&
        (x < frame.x1 - 0.1 || x > frame.x2 + 0.1 || y < frame.y1 - 0.1 || y > frame.y2 + 0.1),
    );
    return byPlace(out).map(([place, own]) => ({
      check: "points beyond axes",
      kind: "problem",
      place,
      what: `${own.length} ${own.length === 1 ? "point lies" : "points lie"} beyond the axes and ${own.length === 1 ? "is" : "are"} cut off`,
      remedy: "Widen the domain of the axis, or say in the caption what is left out.",
    }));
  }
}

/** A mean lies on one of its own runs: what is hidden is of the same series. */
const isOwnMean = (one: PlacedItem, later: PlacedItem): boolean =>
  later.mark.marktype === "symbol" &&
  one.mark !== later.mark &&
  paintOf(one) !== undefined &&
  paintOf(one) === paintOf(later);

const paintOf = ({ item }: PlacedItem): string | undefined =>
  [item.fill, item.stroke].find((colour) => colour !== undefined && colour !== "transparent");

/** Where a line has no value it has a gap. */
const isDrawn = ({ item }: PlacedItem): boolean => item.defined !== false;

/** Faint marks are there to be seen through. */
const isSeen = ({ item }: PlacedItem): boolean =>
  (item.opacity ?? 1) * (item.strokeOpacity ?? 1) > 0.5;

const isFilled = ({ item }: PlacedItem): boolean =>
  item.fill !== undefined && item.fill !== "transparent" && (item.opacity ?? 1) > 0.5;

const isDashed = ({ item }: PlacedItem): boolean =>
  (item.strokeDash ?? []).length > 0 && !isSolid(item.strokeDash ?? []);

/** Dashes without gaps between them. */
const isSolid = (dash: readonly number[]): boolean =>
  dash.every((part, at) => at % 2 === 0 || part === 0);

/** How far a point is from a line through others, in points. */
function distanceTo({ x, y }: PlacedItem, line: readonly PlacedItem[]): number {
  let nearest = Infinity;
  for (let at = 1; at < line.length; at++) {
    const [a, b] = [line[at - 1], line[at]];
    if (!isDrawn(a) || !isDrawn(b)) continue;
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const length = dx * dx + dy * dy;
    const t =
      length === 0 ? 0 : Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / length));
    nearest = Math.min(nearest, Math.hypot(x - a.x - t * dx, y - a.y - t * dy));
  }
  return nearest;
}
