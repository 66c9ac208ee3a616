import { cutTexts } from "../layout/cutTexts.js";
import { layoutFigure } from "../layout/layoutFigure.js";
import type { Figure } from "../spec/figure.js";
import { readTheme } from "../spec/readTheme.js";
import { venues } from "../spec/venues.js";
import { loadVega } from "../vega/loadVega.js";
import { sceneRoot } from "../vega/sceneTree.js";
import { checkHidden } from "./checkHidden.js";
import { checkLines } from "./checkLines.js";
import { checkSeries } from "./checkSeries.js";
import { checkTexts } from "./checkTexts.js";
import type { Finding } from "./finding.js";
import { placedItems } from "./placedItems.js";

export interface PreflightOptions {
  /** The venue that the figure is for. */
  readonly venue?: string | undefined;
  readonly onWarning: (message: string) => void;
}

/** Widths that differ by less are the same, in centimetres. */
const toleranceCm = 0.05;

/**
 * Looks at a figure as a production editor does: type, collisions, hidden marks, cut texts, series that look alike, and
 * the width of the venue.
 *
 * @throws {UserError} when the figure cannot be drawn
 */
export async function preflightFigure(
  figure: Figure,
  { venue, onWarning }: PreflightOptions,
): Promise<Finding[]> {
  const libraries = await loadVega();
  const theme = typeof figure.theme === "string" ? await readTheme(figure.theme) : figure.theme;
  const laidOut = await layoutFigure(figure, theme, libraries, onWarning);
  const items = placedItems(laidOut);
  const cut = cutTexts(sceneRoot(laidOut.view), libraries).map((warning): Finding => ({
    check: "cut labels",
    kind: "problem",
    place: "the page",
    what: warning.replace(/ Shorten it.*$/, ""),
    remedy: 'Shorten it, give it more room, or set "labelLimit" (of a title: "limit") to 0.',
  }));
  const findings = [
    ...checkWidth(figure, venue),
    ...checkTexts(laidOut, items),
    ...cut,
    ...checkHidden(laidOut, items),
    ...checkLines(laidOut, items),
    ...checkSeries(items),
  ];
  laidOut.view.finalize();
  return findings;
}

function checkWidth({ widthCm }: Figure, name: string | undefined): Finding[] {
  const venue = name === undefined ? undefined : venues().get(name);
  if (venue !== undefined) {
    if (Math.abs(venue.widthCm - widthCm) < toleranceCm) return [];
    return [
      {
        check: "page width",
        kind: "problem",
        place: "the page",
        what: `${widthCm} cm wide, while ${name} sets ${venue.widthCm} cm: LaTeX would scale it, type too`,
        remedy: `Write size: ${name} into the lookup.`,
      },
    ];
  }
  const all = [...venues()].map(([venueName, one]) => ({
    venueName,
    far: Math.abs(one.widthCm - widthCm),
  }));
  if (all.some(({ far }) => far < toleranceCm)) return [];
  const nearest = all.reduce((best, one) => (one.far < best.far ? one : best));
  return [
    {
      check: "page width",
      kind: "note",
      place: "the page",
      what: `${widthCm} cm is the width of no venue that is known`,
      remedy: `The nearest is ${nearest.venueName}: size: ${nearest.venueName}.`,
    },
  ];
}
