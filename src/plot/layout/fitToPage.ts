import type { View } from "vega";
import { UserError } from "../../util/userError.js";
import type { InnerSizes } from "./innerSizes.js";
import { sceneRoot } from "./sceneTree.js";
import { wrapLegends } from "./wrapLegends.js";

export interface Page {
  readonly widthPt: number;
  readonly heightPt: number;
  /** White space on every side. */
  readonly marginPt: number;
}

export interface Fit {
  /** Factor of every inner width, and of every inner height, of the document. */
  readonly stretch: { readonly x: number; readonly y: number };
  /** Columns of the legends; 0: everything in one row. */
  readonly legendColumns: number;
  /** Where the scene's origin comes to lie on the page, in points. */
  readonly origin: readonly [x: number, y: number];
  /** 1, unless the document fixes its sizes and does not fit. */
  readonly scale: number;
}

const smallestInnerSize = 24;

/**
 * Solves the inner widths and heights of a view so that the drawing, with everything around the panels, fills the page
 * exactly at scale 1: type then prints at the size that the theme says. Legends that are too wide get more rows.
 *
 * @param inner the signals that hold inner sizes, with their values in the document (see {@link innerSizes})
 * @throws {UserError} when labels and legends leave no room for the panels
 */
export async function fitToPage(
  view: View,
  inner: InnerSizes,
  page: Page,
  name: string,
): Promise<Fit> {
  const room = { x: page.widthPt - 2 * page.marginPt, y: page.heightPt - 2 * page.marginPt };
  const stretch = { x: 1, y: 1 };
  await view.runAsync();
  const legendColumns = await wrapLegends(view, room.x);
  let { bounds } = sceneRoot(view);
  const slopes = { x: sumOf(inner.x), y: sumOf(inner.y) };
  const before = { x: [0, 0], y: [0, 0] };
  for (let round = 0; round < 12; round++) {
    const size = { x: bounds.x2 - bounds.x1, y: bounds.y2 - bounds.y1 };
    let isFitted = true;
    for (const axis of ["x", "y"] as const) {
      const lacking = room[axis] - size[axis];
      // Vega rounds the places of panels, titles and legends to whole points; the margin takes up the rest.
      if (inner[axis].length === 0 || (lacking > -1 && lacking < 1.5)) continue;
      const [stretchBefore = 0, sizeBefore = 0] = before[axis];
      const secant = (size[axis] - sizeBefore) / (stretch[axis] - stretchBefore);
      // Small steps measure the rounding; and while a legend is larger than the panels, nothing grows with them.
      const isMeasured = round > 0 && Math.abs(stretch[axis] - stretchBefore) > 0.05;
      if (isMeasured && secant > sumOf(inner[axis]) / 2) slopes[axis] = secant;
      before[axis] = [stretch[axis], size[axis]];
      const wanted = stretch[axis] + (lacking > 0 ? lacking - 0.25 : lacking) / slopes[axis];
      const smallest = smallestInnerSize / Math.max(...inner[axis].map(({ value }) => value));
      if (wanted < smallest && stretch[axis] === smallest) throw tooSmall(name, page, axis);
      stretch[axis] = Math.max(smallest, wanted);
      for (const { signal, value } of inner[axis]) view.signal(signal, value * stretch[axis]);
      isFitted = false;
    }
    if (isFitted) break;
    await view.runAsync();
    ({ bounds } = sceneRoot(view));
  }
  const [width, height] = [bounds.x2 - bounds.x1, bounds.y2 - bounds.y1];
  const scale = Math.min(1, page.widthPt / width, page.heightPt / height);
  return {
    stretch,
    legendColumns,
    scale,
    origin: [
      (page.widthPt - scale * width) / 2 - scale * bounds.x1,
      (page.heightPt - scale * height) / 2 - scale * bounds.y1,
    ],
  };
}

function sumOf(sizes: readonly { readonly value: number }[]): number {
  return sizes.reduce((sum, { value }) => sum + value, 0);
}

function tooSmall(name: string, { widthPt, heightPt }: Page, axis: "x" | "y"): UserError {
  return new UserError(
    `${name}: labels, titles and legend leave no room for the panels on a page of ${widthPt.toFixed(0)} x ${heightPt.toFixed(0)} pt.\nMake the figure ${axis === "x" ? "wider" : "higher"}, or its labels shorter.`,
  );
}
