import type { LaidOutFigure } from "../layout/layoutFigure.js";
import { byPlace } from "./checkTexts.js";
import { mergesIn } from "./colourDistance.js";
import type { Finding } from "./finding.js";
import type { PlacedItem } from "./placedItems.js";

/** Series that a reader can keep apart. */
const mostSeries = 8;

/** The thinnest line that prints, in points. */
const thinnestPt = 0.25;

const isMark = ({ mark }: PlacedItem): boolean => mark.role === "mark";

/** Marks that hide others or do not print, and series that look alike. */
export function checkMarks({ fit }: LaidOutFigure, items: readonly PlacedItem[]): Finding[] {
  const symbols = items.filter((one) => isMark(one) && one.mark.marktype === "symbol");
  return [...hiddenPoints(), ...hiddenIntervals(), ...thinLines(), ...alikeSeries(items)];

  function radius({ item }: PlacedItem): number {
    return (Math.sqrt(item.size ?? 0) / 2) * fit.scale;
  }

  function hiddenPoints(): Finding[] {
    const hidden = symbols.filter(
      (one, at) =>
        // Faint points are there to be seen through.
        (one.item.opacity ?? 1) > 0.5 &&
        symbols
          .slice(at + 1)
          .some(
            (later) =>
              later.panel === one.panel &&
              isFilled(later) &&
              radius(later) >= 0.9 * radius(one) &&
              Math.hypot(later.x - one.x, later.y - one.y) < 0.3 * radius(one),
          ),
    );
    return byPlace(hidden).map(([place, own]) => ({
      kind: "problem",
      place,
      what: `${own.length} ${own.length === 1 ? "point lies" : "points lie"} under others`,
      remedy:
        "Dodge the series (xOffset), draw one larger and open, or say in the caption that they coincide.",
    }));
  }

  function hiddenIntervals(): Finding[] {
    const bars = items.filter(
      (one) => isMark(one) && one.mark.marktype === "rule" && !isDashed(one),
    );
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
      kind: "note",
      place,
      what: `${own.length} of ${bars.filter((one) => one.place === place).length} intervals are narrower than their symbols`,
      remedy: "The CSV has their ends; a logarithmic axis or smaller symbols show them.",
    }));
  }

  function thinLines(): Finding[] {
    const thin = items.filter(
      ({ item, mark }) =>
        mark.marktype !== "text" &&
        item.stroke !== undefined &&
        item.stroke !== "transparent" &&
        (item.strokeWidth ?? 1) > 0 &&
        (item.strokeWidth ?? 1) * fit.scale < thinnestPt,
    );
    return byPlace(thin).map(([place, own]) => ({
      kind: "problem",
      place,
      what: `${own.length} lines are thinner than ${thinnestPt} pt, which printers may lose`,
      remedy: "Raise strokeWidth in the theme or the spec.",
    }));
  }
}

const isFilled = ({ item }: PlacedItem): boolean =>
  item.fill !== undefined && item.fill !== "transparent" && (item.opacity ?? 1) > 0.5;

const isDashed = ({ item }: PlacedItem): boolean => (item.strokeDash ?? []).length > 0;

/** Series that only colours tell apart, where these colours merge; and more series than a reader can keep apart. */
function alikeSeries(items: readonly PlacedItem[]): Finding[] {
  const keys = items.filter(({ mark }) => mark.role === "legend-symbol");
  const labels = items.filter(({ mark }) => mark.role === "legend-label");
  if (keys.length !== labels.length) return [];
  const findings: Finding[] = [];
  const series = new Set(labels.map(({ item }) => String(item.text)));
  if (series.size > mostSeries) {
    findings.push({
      kind: "problem",
      place: "the legend",
      what: `${series.size} series: a reader keeps about ${mostSeries} apart`,
      remedy:
        "Show fewer, split them into panels (facet, panels), or write their names at the lines (directLabels).",
    });
  }
  const merged = new Map<string, string[]>();
  for (const [at, one] of keys.entries()) {
    for (const [later, other] of keys.slice(at + 1).entries()) {
      if (formOf(one) !== formOf(other)) continue;
      const [a, b] = [colourOfKey(one), colourOfKey(other)];
      if (a === undefined || b === undefined) continue;
      for (const sight of mergesIn(a, b)) {
        const pair = `${String(labels[at].item.text)} and ${String(labels[at + 1 + later].item.text)}`;
        merged.set(sight, [...(merged.get(sight) ?? []), pair]);
      }
    }
  }
  for (const [sight, pairs] of merged) {
    findings.push({
      kind: "problem",
      place: "the legend",
      what: `only colours tell apart, and they merge ${sight}: ${pairs.slice(0, 3).join("; ")}${pairs.length > 3 ? ` and ${pairs.length - 3} more pairs` : ""}`,
      remedy:
        "Give the series shapes or dashes too, or other colours (palette in the lookup, colours in the theme).",
    });
  }
  return findings;
}

const formOf = ({ item }: PlacedItem): string =>
  JSON.stringify([item.shape, (item.strokeDash ?? []).length === 0 ? [1, 0] : item.strokeDash]);

function colourOfKey({ item }: PlacedItem): string | undefined {
  const colour = [item.stroke, item.fill].find(
    (one) => typeof one === "string" && one !== "transparent",
  );
  return typeof colour === "string" ? colour : undefined;
}
