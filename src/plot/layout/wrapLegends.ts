import type { View } from "vega";
import type { JsonObject } from "../spec/figure.js";
import { allMarks, sceneRoot, type SceneMark } from "./sceneTree.js";
import { isObject } from "../spec/walkViews.js";

const columnsSignal = "tbfiguresLegendColumns";

/** Lets the number of columns of every legend of a compiled document that does not fix it be changed by a signal. */
export function withLegendSignal(compiled: JsonObject): JsonObject {
  const signals = Array.isArray(compiled.signals) ? (compiled.signals as unknown[]) : [];
  return {
    ...(withColumns(compiled) as JsonObject),
    signals: [...signals, { name: columnsSignal, value: 0 }],
  };
}

function withColumns(group: unknown): unknown {
  if (!isObject(group)) return group;
  const changed: Record<string, unknown> = { ...group };
  if (Array.isArray(group.legends)) {
    changed.legends = group.legends.map((legend: JsonObject) =>
      legend.columns === undefined && legend.type !== "gradient"
        ? { ...legend, columns: { signal: columnsSignal } }
        : legend,
    );
  }
  if (Array.isArray(group.marks)) changed.marks = group.marks.map(withColumns);
  return changed;
}

/**
 * Gives the legends of a view as many rows as they need to be no wider than the page.
 *
 * @returns the columns that they have now; 0: everything in one row
 */
export async function wrapLegends(view: View, widthPt: number): Promise<number> {
  const most = Math.max(0, ...legendsOf(view).map(countEntries));
  let columns = 0;
  for (let rows = 2; rows <= most && legendsOf(view).some(isTooWide); rows++) {
    columns = Math.ceil(most / rows);
    view.signal(columnsSignal, columns);
    await view.runAsync();
  }
  return columns;

  function isTooWide({ bounds }: SceneMark): boolean {
    return bounds.x2 - bounds.x1 > widthPt;
  }
}

function legendsOf(view: View): SceneMark[] {
  return [...allMarks(sceneRoot(view))].filter((mark) => mark.role === "legend");
}

function countEntries(legend: SceneMark): number {
  return [...allMarks(legend)]
    .filter((mark) => mark.role === "legend-label")
    .reduce((sum, mark) => sum + mark.items.length, 0);
}
