import type { LaidOutFigure } from "../layout/layoutFigure.js";
import { byPlace } from "./checkTexts.js";
import type { Finding } from "./finding.js";
import type { PlacedItem } from "./placedItems.js";

/** The thinnest line that prints, in points. */
const thinnestPt = 0.25;

/** Lines that printers may lose. */
export function checkLines({ fit }: LaidOutFigure, items: readonly PlacedItem[]): Finding[] {
  const thin = items.filter(
    ({ item, mark }) =>
      mark.marktype !== "text" &&
      item.stroke !== undefined &&
      item.stroke !== "transparent" &&
      (item.strokeWidth ?? 1) > 0 &&
      (item.strokeWidth ?? 1) * fit.scale < thinnestPt,
  );
  return byPlace(thin).map(([place, own]) => ({
    check: "thin lines",
    kind: "problem",
    place,
    what: `${own.length} lines are thinner than ${thinnestPt} pt, which printers may lose`,
    remedy: "Raise strokeWidth in the theme or the spec.",
  }));
}
