import type { View } from "vega";
import type { UserError } from "../../util/userError.js";
import { boundsWithoutLegends, type SceneBounds, sceneRoot } from "../vega/sceneTree.js";
import { setAxisExtent, widerExtent } from "./alignPanels.js";
import type { InnerSizes } from "./innerSizes.js";
import { centimetres, RoomError } from "./roomError.js";
import {
  hasSizeLegend,
  type LegendLayout,
  legendLayouts,
  legendTooLarge,
  type Room,
  setLegendLayout,
} from "./wrapLegends.js";

export interface Page {
  readonly widthPt: number;
  readonly heightPt: number;
  /** White space on every side. */
  readonly marginPt: number;
}

export interface Fit {
  /** Factor of every inner width, and of every inner height, of the document. */
  readonly stretch: { readonly x: number; readonly y: number };
  readonly legends: LegendLayout;
  /** What the labels of y axes take at least, in points. */
  readonly axisExtent: number;
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
 * @param createView makes a view of the document that was not run yet
 * @param inner the signals that hold inner sizes, with their values in the document (see {@link innerSizes})
 * @throws {UserError} when labels and legends leave no room for the panels
 */
export async function fitToPage(
  createView: () => View,
  inner: InnerSizes,
  page: Page,
  name: string,
): Promise<Fit & { readonly view: View }> {
  const room = { x: page.widthPt - 2 * page.marginPt, y: page.heightPt - 2 * page.marginPt };
  const view = await createView().runAsync();
  let axisExtent = 0;
  let failure: UserError | undefined;
  for await (const legends of legendLayouts(view, room)) {
    const drawing = hasSizeLegend(view)
      ? new AnewDrawing(createView, inner, legends)
      : new SameDrawing(view, inner);
    let stretch = await stretchPanels(drawing, inner, room);
    // Panels of another size may have other labels.
    for (let round = 0; round < 3 && typeof stretch === "object"; round++) {
      const wider = widerExtent(drawing.view, axisExtent);
      if (wider === undefined) break;
      drawing.axisExtent = axisExtent = wider;
      stretch = await stretchPanels(drawing, inner, room);
    }
    if (typeof stretch === "object") {
      const placed = placeOnPage(drawing.view, page);
      return { view: drawing.view, legends, stretch, axisExtent, ...placed };
    }
    // The first says it best: in the layout that would be the usual one.
    failure ??= tooSmall(name, page, stretch);
    await drawing.draw({ x: 1, y: 1 });
  }
  throw failure ?? legendTooLarge(view, room, name) ?? tooSmall(name, page, "x");
}

type Axis = "x" | "y";
type Stretch = Fit["stretch"];

/** @returns the axis along which even the smallest panels do not fit, if there is one */
async function stretchPanels(
  drawing: Drawing,
  inner: InnerSizes,
  room: Room,
): Promise<Stretch | Axis> {
  const stretch = { x: 1, y: 1 };
  const slopes = { x: sumOf(inner.x), y: sumOf(inner.y) };
  const before = { x: [0, 0], y: [0, 0] };
  await drawing.draw(stretch);
  for (let round = 0; round < 12; round++) {
    const root = sceneRoot(drawing.view);
    const [whole, panels] = [sizeOf(root.bounds), sizeOf(boundsWithoutLegends(root))];
    // A legend below that is wider than the panels does not keep them from growing, as long as it is on the page.
    const size = { x: whole.x > room.x ? whole.x : panels.x, y: whole.y };
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
      if (wanted < smallest && stretch[axis] === smallest) return axis;
      stretch[axis] = Math.max(smallest, wanted);
      isFitted = false;
    }
    if (isFitted) break;
    await drawing.draw(stretch);
  }
  return stretch;
}

function setStretch(view: View, inner: InnerSizes, stretch: Stretch): void {
  for (const axis of ["x", "y"] as const) {
    for (const { signal, value } of inner[axis]) view.signal(signal, value * stretch[axis]);
  }
}

/** A view at some size of its panels. */
interface Drawing {
  readonly view: View;
  /** What the labels of y axes take at least when it is drawn next. */
  axisExtent: number;
  draw(stretch: Stretch): Promise<void>;
}

/** Changes the sizes of one view: what depends on them is computed again, and nothing else. */
class SameDrawing implements Drawing {
  axisExtent = 0;

  constructor(
    readonly view: View,
    private readonly inner: InnerSizes,
  ) {}

  async draw(stretch: Stretch): Promise<void> {
    setStretch(setAxisExtent(this.view, this.axisExtent), this.inner, stretch);
    await this.view.runAsync();
  }
}

/** Makes a new view for each size: Vega lays out the entries of a legend of sizes only once. */
class AnewDrawing implements Drawing {
  axisExtent = 0;
  view: View;

  constructor(
    private readonly createView: () => View,
    private readonly inner: InnerSizes,
    private readonly legends: LegendLayout,
  ) {
    this.view = createView();
  }

  async draw(stretch: Stretch): Promise<void> {
    this.view.finalize();
    this.view = setLegendLayout(this.createView(), this.legends);
    setStretch(setAxisExtent(this.view, this.axisExtent), this.inner, stretch);
    await this.view.runAsync();
  }
}

function placeOnPage(view: View, page: Page): Pick<Fit, "scale" | "origin"> {
  const { bounds } = sceneRoot(view);
  const [width, height] = [bounds.x2 - bounds.x1, bounds.y2 - bounds.y1];
  const scale = Math.min(1, page.widthPt / width, page.heightPt / height);
  return {
    scale,
    origin: [
      (page.widthPt - scale * width) / 2 - scale * bounds.x1,
      (page.heightPt - scale * height) / 2 - scale * bounds.y1,
    ],
  };
}

function sizeOf({ x1, y1, x2, y2 }: SceneBounds): { x: number; y: number } {
  return { x: x2 - x1, y: y2 - y1 };
}

function sumOf(sizes: readonly { readonly value: number }[]): number {
  return sizes.reduce((sum, { value }) => sum + value, 0);
}

function tooSmall(name: string, { widthPt, heightPt }: Page, axis: Axis): RoomError {
  const page = `${centimetres(widthPt)} x ${centimetres(heightPt)} cm`;
  return new RoomError(
    axis,
    name,
    `labels, titles and legend leave no room for the panels on a page of ${page}.`,
    `Make the figure ${axis === "x" ? "wider" : "higher"}, or its labels shorter.`,
  );
}
