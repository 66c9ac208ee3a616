import type { View } from "vega";
import type { JsonObject } from "../spec/figure.js";
import { isObject } from "../spec/walkViews.js";
import { allMarks, type SceneItem, sceneRoot } from "../vega/sceneTree.js";

const extentSignal = "tbfiguresAxisExtent";

/**
 * Lets a signal say what the labels of y axes take at least in the panels of a facet, so that panels below each other begin
 * at one place. Axes with a title of their own are left alone.
 */
export function withAxisExtent(compiled: JsonObject): JsonObject {
  const signals = Array.isArray(compiled.signals) ? (compiled.signals as unknown[]) : [];
  return {
    ...(inGroup(compiled, false) as JsonObject),
    signals: [...signals, { name: extentSignal, value: 0 }],
  };
}

function inGroup(group: unknown, isPanel: boolean): unknown {
  if (!isObject(group)) return group;
  const { axes, marks } = group;
  return {
    ...group,
    ...(isPanel && Array.isArray(axes) && { axes: axes.map(withExtent) }),
    ...(Array.isArray(marks) && {
      marks: marks.map((mark: unknown) =>
        isObject(mark) && mark.type === "group" ? inGroup(mark, isPanel || isFacet(mark)) : mark,
      ),
    }),
  };
}

const isFacet = ({ from }: JsonObject): boolean => isObject(from) && from.facet !== undefined;

function withExtent(axis: unknown): unknown {
  const isFree =
    isObject(axis) && axis.orient === "left" && !axis.title && axis.minExtent === undefined;
  return isFree ? { ...axis, minExtent: { signal: extentSignal } } : axis;
}

/** Extents that differ by less are as good as the same, in points. */
const tolerance = 0.5;

/**
 * What the widest labels of y axes take, where panels of a facet differ in it.
 *
 * @param extent what they take by now
 * @returns undefined where nothing is to be done
 */
export function widerExtent(view: View, extent: number): number | undefined {
  const extents = [...allMarks(sceneRoot(view))]
    .filter(({ marktype, name = "" }) => marktype === "group" && name.endsWith("_cell"))
    .flatMap(({ items }) => items.flatMap(leftExtents));
  if (extents.length < 2) return undefined;
  const widest = Math.max(...extents);
  const isAligned = widest - Math.min(...extents) < tolerance;
  return isAligned || widest <= extent + tolerance ? undefined : Math.ceil(widest);
}

function leftExtents({ items = [] }: SceneItem): number[] {
  const axes = items.filter(({ role }) => role === "axis").flatMap((mark) => mark.items);
  return axes
    .filter(({ orient, items: parts = [] }) => {
      const hasLabels = parts.some(({ role }) => role === "axis-label");
      const titles = parts.filter(({ role }) => role === "axis-title").flatMap((one) => one.items);
      return orient === "left" && hasLabels && titles.every(({ text }) => !text);
    })
    .map(({ bounds }) => -bounds.x1);
}

/** Sets what the labels of y axes take at least, from a view's next run on. */
export function setAxisExtent(view: View, extent: number): View {
  return view.signal(extentSignal, extent);
}
