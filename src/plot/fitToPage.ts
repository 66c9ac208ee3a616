import type { View } from "vega";
import { UserError } from "../util/userError.js";
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
  const before = { x: [0, 0], y: [0, 0] };
  for (let round = 0; round < 12; round++) {
    const size = { x: bounds.x2 - bounds.x1, y: bounds.y2 - bounds.y1 };
    let changed = false;
    for (const axis of ["x", "y"] as const) {
      const lacking = room[axis] - size[axis];
      if (inner[axis].length === 0 || (lacking > -0.25 && lacking < 1)) continue;
      const [stretchBefore = 0, sizeBefore = 0] = before[axis];
      const oneRow = inner[axis].reduce((sum, signal) => sum + signal.value, 0);
      const secant = (size[axis] - sizeBefore) / (stretch[axis] - stretchBefore);
      // While a legend is larger than the panels, the drawing does not grow with them.
      const slope = round > 0 && secant > oneRow / 2 ? secant : oneRow;
      before[axis] = [stretch[axis], size[axis]];
      const smallest = smallestInnerSize / Math.max(...inner[axis].map((signal) => signal.value));
      if (stretch[axis] + lacking / slope < smallest && stretch[axis] === smallest) {
        throw new UserError(
          `${name}: labels, titles and legend leave no room for the panels on a page of ${page.widthPt.toFixed(0)} x ${page.heightPt.toFixed(0)} pt.\nMake the figure ${axis === "x" ? "wider" : "higher"}, or its labels shorter.`,
        );
      }
      stretch[axis] = Math.max(smallest, stretch[axis] + lacking / slope);
      for (const { signal, value } of inner[axis]) view.signal(signal, value * stretch[axis]);
      changed = true;
    }
    if (!changed) break;
    await view.runAsync();
    ({ bounds } = sceneRoot(view));
  }
  const [width, height] = [bounds.x2 - bounds.x1, bounds.y2 - bounds.y1];
  const scale = Math.min(1, room.x / width, room.y / height);
  return {
    stretch,
    legendColumns,
    scale: scale > 0.999 ? 1 : scale,
    origin: [
      (page.widthPt - scale * width) / 2 - scale * bounds.x1,
      (page.heightPt - scale * height) / 2 - scale * bounds.y1,
    ],
  };
}
