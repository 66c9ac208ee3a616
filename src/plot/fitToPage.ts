import type { View } from "vega";
import { UserError } from "../util/userError.js";
import type { JsonObject } from "./figure.js";
import { allMarks, type SceneBounds, type SceneMark } from "./sceneTree.js";
import { isObject, walkViews } from "./walkViews.js";

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

/** The signal that the legends' columns hang on while a figure is fitted. */
export const legendColumnsSignal = "tbfiguresLegendColumns";

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
  let bounds = sceneBounds(view);
  const before = { x: [0, 0], y: [0, 0] };
  for (let round = 0; round < 12; round++) {
    const size = { x: bounds.x2 - bounds.x1, y: bounds.y2 - bounds.y1 };
    let changed = false;
    for (const axis of ["x", "y"] as const) {
      const lacking = room[axis] - size[axis];
      if (inner[axis].length === 0 || (lacking > -0.25 && lacking < 1)) continue;
      const [stretchBefore = 0, sizeBefore = 0] = before[axis];
      const slope =
        round === 0
          ? inner[axis].reduce((sum, signal) => sum + signal.value, 0)
          : (size[axis] - sizeBefore) / (stretch[axis] - stretchBefore);
      before[axis] = [stretch[axis], size[axis]];
      const step = Number.isFinite(slope) && slope > 0 ? lacking / slope : lacking / size[axis];
      const smallest = smallestInnerSize / Math.max(...inner[axis].map((signal) => signal.value));
      if (stretch[axis] + step < smallest && stretch[axis] === smallest) {
        throw new UserError(
          `${name}: labels, titles and legend leave no room for the panels on a page of ${page.widthPt.toFixed(0)} x ${page.heightPt.toFixed(0)} pt.\nMake the figure ${axis === "x" ? "wider" : "higher"}, or its labels shorter.`,
        );
      }
      stretch[axis] = Math.max(smallest, stretch[axis] + step);
      for (const { signal, value } of inner[axis]) view.signal(signal, value * stretch[axis]);
      changed = true;
    }
    if (!changed) break;
    await view.runAsync();
    bounds = sceneBounds(view);
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

export function sceneRoot(view: View): SceneMark {
  return (view.scenegraph() as unknown as { root: SceneMark }).root;
}

function sceneBounds(view: View): SceneBounds {
  return sceneRoot(view).bounds;
}

/** Gives legends as many rows as they need. @returns the columns that were set; 0: one row */
async function wrapLegends(view: View, widthPt: number): Promise<number> {
  const legends = [...allMarks(sceneRoot(view))].filter((mark) => mark.role === "legend");
  const entries = legends.map(
    (legend) =>
      [...allMarks(legend)].find((mark) => mark.role === "legend-label")?.items.length ??
      [...allMarks(legend)].filter((mark) => mark.role === "legend-label").length,
  );
  const most = Math.max(0, ...entries);
  const tooWide = () =>
    [...allMarks(sceneRoot(view))].some(
      (mark) => mark.role === "legend" && mark.bounds.x2 - mark.bounds.x1 > widthPt,
    );
  let columns = 0;
  for (let rows = 2; rows <= most && tooWide(); rows++) {
    columns = Math.ceil(most / rows);
    view.signal(legendColumnsSignal, columns);
    await view.runAsync();
  }
  return columns;
}

export interface InnerSizes {
  readonly x: readonly { readonly signal: string; readonly value: number }[];
  readonly y: readonly { readonly signal: string; readonly value: number }[];
}

/** The signals of a compiled document that hold the inner sizes of its views, those sized by a step left out. */
export function innerSizes(compiled: JsonObject): InnerSizes {
  const signals = Array.isArray(compiled.signals) ? compiled.signals.filter(isObject) : [];
  const named = (pattern: RegExp, single: "width" | "height") => {
    const found = signals.flatMap(({ name, value, update }) =>
      typeof name === "string" &&
      pattern.test(name) &&
      typeof value === "number" &&
      update === undefined
        ? [{ signal: name, value }]
        : [],
    );
    const own = compiled[single];
    return typeof own === "number" ? [{ signal: single, value: own }, ...found] : found;
  };
  return {
    x: named(/(^|_)(width|childWidth|child_width)$/, "width"),
    y: named(/(^|_)(height|childHeight|child_height)$/, "height"),
  };
}

/** The document with every inner size stretched as a fit found it, and its legends' columns. */
export function withFit(document: JsonObject, fit: Fit): JsonObject {
  const round = (value: number) => Number(value.toFixed(3));
  const stretchSizes = (sizes: JsonObject) =>
    Object.fromEntries(
      Object.entries(sizes).map(([key, value]) => {
        if (typeof value !== "number") return [key, value];
        if (/width$/i.test(key)) return [key, round(value * fit.stretch.x)];
        if (/height$/i.test(key)) return [key, round(value * fit.stretch.y)];
        return [key, value];
      }),
    );
  const sized = walkViews(document, (view) => {
    const { width, height } = view;
    return { ...view, ...stretchSizes(pickDefined({ width, height })) };
  });
  const config = isObject(sized.config) ? sized.config : {};
  const sizes = isObject(config.view) ? config.view : {};
  const { continuousWidth, discreteWidth, continuousHeight, discreteHeight } = sizes;
  const fitted = stretchSizes(
    pickDefined({ continuousWidth, discreteWidth, continuousHeight, discreteHeight }),
  );
  const legend = isObject(config.legend) ? config.legend : {};
  return {
    ...sized,
    config: {
      ...config,
      view: { ...sizes, ...fitted },
      ...(fit.legendColumns > 0 ? { legend: { ...legend, columns: fit.legendColumns } } : {}),
    },
  };
}

function pickDefined(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
