import type { Fit, Page } from "./fitToPage.js";
import type { InnerSizes } from "./innerSizes.js";
import { RoomError } from "./roomError.js";

/** The least height of a panel whose figure may become as high as it needs: a part of its width, within points. */
const leastShare = 0.5;
const least = { from: 50, to: 85 };

/** A page does not become higher than this, in points: 23 cm are the text of a page. */
const mostHeight = 652;

const mostRounds = 8;

/**
 * Fits a figure whose height nobody has set: a page on which panels would be flat becomes higher.
 *
 * @param page of the usual height
 * @throws {RoomError} when the page of a paper is too small
 */
export async function growPage<Result extends { readonly fit: Fit }>(
  fitTo: (page: Page) => Promise<Result>,
  inner: InnerSizes,
  page: Page,
): Promise<Result & { readonly page: Page }> {
  let heightPt = page.heightPt;
  let before: { readonly heightPt: number; readonly panel: number } | undefined;
  for (let round = 1; ; round++) {
    const tried = { ...page, heightPt };
    const isLast = round === mostRounds || heightPt >= mostHeight;
    let fitted: Result;
    try {
      fitted = await fitTo(tried);
    } catch (error) {
      const canGrow = error instanceof RoomError && error.axis === "y" && !isLast;
      if (!canGrow) throw error;
      heightPt = higher(1.4 * heightPt);
      continue;
    }
    const { stretch } = fitted.fit;
    const sizes = (axis: "x" | "y") => inner[axis].map(({ value }) => value * stretch[axis]);
    const panel = Math.min(...sizes("y"));
    const wanted = leastHeight(Math.min(...sizes("x")));
    if (isLast || inner.y.length === 0 || panel >= wanted - 1) return { ...fitted, page: tried };
    // How much of the page's height becomes a panel's: one part of as many as there are rows.
    const share = before === undefined ? 1 : (panel - before.panel) / (heightPt - before.heightPt);
    before = { heightPt, panel };
    heightPt = higher(heightPt + (wanted - panel) / Math.min(1, Math.max(0.05, share)));
  }
}

const higher = (heightPt: number): number => Math.min(mostHeight, heightPt);

function leastHeight(width: number): number {
  return Math.min(least.to, Math.max(least.from, leastShare * width));
}
