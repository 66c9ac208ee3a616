import type { View } from "vega";
import type { JsonObject } from "../spec/figure.js";
import { isObject } from "../spec/walkViews.js";
import { allMarks, type SceneItem, type SceneMark, sceneRoot } from "../vega/sceneTree.js";
import { centimetres, RoomError } from "./roomError.js";

/** How the legends of a figure are laid out. */
export interface LegendLayout {
  /** Columns of every legend; 0: as the document says. */
  readonly columns: number;
  /** Whether legends on one side stand one below the other. */
  readonly isStacked: boolean;
}

export interface Room {
  readonly x: number;
  readonly y: number;
}

const columnsSignal = "tbfiguresLegendColumns";
const stackedSignal = "tbfiguresLegendsStacked";

/** Legends beside the panels stand one below the other, unless a theme says something else. */
const besidePanels = "{left:{direction:'vertical'},right:{direction:'vertical'}}";

/**
 * Lets signals change the columns of every legend of a compiled document that does not fix them, and the direction in
 * which legends on one side follow each other. No label or title is cut: what does not fit is wrapped or refused.
 */
export function withLegendSignal(compiled: JsonObject): JsonObject {
  const signals = Array.isArray(compiled.signals) ? (compiled.signals as unknown[]) : [];
  const config = isObject(compiled.config) ? compiled.config : {};
  const legend = isObject(config.legend) ? config.legend : {};
  return {
    ...(withColumns(compiled) as JsonObject),
    config: {
      ...config,
      legend: { ...legend, layout: { signal: layoutExpression(legend.layout) } },
    },
    signals: [...signals, { name: columnsSignal, value: 0 }, { name: stackedSignal, value: false }],
  };
}

function layoutExpression(layout: unknown): string {
  const isSignal = isObject(layout) && typeof layout.signal === "string";
  const given = isSignal ? String(layout.signal) : JSON.stringify(layout ?? { offset: 18 });
  const plain = `merge(${besidePanels},${given})`;
  return `${stackedSignal} ? ${stackedExpression(plain)} : ${plain}`;
}

function stackedExpression(plain: string): string {
  const side = (name: string) =>
    `${name}:merge((${plain}).${name} || {},{direction:'vertical',margin:2})`;
  return `merge(${plain},{${side("bottom")},${side("top")}})`;
}

/** The configuration of a Vega-Lite document's legends that stand as a layout says. */
export function legendConfig(legend: JsonObject, { columns, isStacked }: LegendLayout): JsonObject {
  const { layout } = legend;
  const given =
    isObject(layout) && typeof layout.expr === "string"
      ? layout.expr
      : JSON.stringify(layout ?? {});
  return {
    ...legend,
    labelLimit: 0,
    titleLimit: 0,
    ...(columns > 0 && { columns }),
    ...(isStacked && { layout: { expr: stackedExpression(`merge(${besidePanels},${given})`) } }),
  };
}

function withColumns(group: unknown): unknown {
  if (!isObject(group)) return group;
  const changed: Record<string, unknown> = { ...group };
  if (Array.isArray(group.legends)) {
    changed.legends = group.legends.map((legend: JsonObject) => ({
      labelLimit: 0,
      titleLimit: 0,
      ...legend,
      ...(legend.columns === undefined &&
        legend.type !== "gradient" && { columns: { signal: columnsSignal } }),
    }));
  }
  if (Array.isArray(group.marks)) changed.marks = group.marks.map(withColumns);
  return changed;
}

/**
 * The layouts of legends that are worth a try, widest first: in one row or column, in several, below each other.
 * Each is set when it is asked for; those whose legends alone are wider or higher than the room are passed over.
 */
export async function* legendLayouts(view: View, room: Room): AsyncGenerator<LegendLayout> {
  const sides = legendSides(view);
  const most = Math.max(0, ...sides.flat().map(countEntries));
  // Several legends take a line each before one of them takes two.
  const isShared = sides.some((legends) => legends.length > 1);
  const choices = columnChoices(most).map((columns) => ({ columns, isStacked: isShared }));
  for (const layout of isShared ? [{ columns: 0, isStacked: false }, ...choices] : choices) {
    if (layout.isStacked || layout.columns > 0) {
      await setLegendLayout(view, layout).runAsync();
    }
    if (legendSides(view).every((legends) => fits(legends, room))) yield layout;
  }
}

/** Lays out the legends of a view from its next run on. */
export function setLegendLayout(view: View, { columns, isStacked }: LegendLayout): View {
  return view.signal(columnsSignal, columns).signal(stackedSignal, isStacked);
}

/** Whether the entries of a legend differ in the size of their symbols. */
export function hasSizeLegend(view: View): boolean {
  return legendSides(view).some((legends) =>
    legends.some(({ items = [] }) => {
      const sizes = items
        .flatMap((mark) => [...allMarks(mark)])
        .filter(({ role }) => role === "legend-symbol")
        .flatMap((mark) => mark.items.map(({ size }) => size));
      return new Set(sizes).size > 1;
    }),
  );
}

/** One row (or column), then the columns of 2, 3, ... rows. */
function columnChoices(entries: number): number[] {
  const choices = [0];
  for (let rows = 2; rows <= entries; rows++) {
    const columns = Math.ceil(entries / rows);
    if (columns !== choices.at(-1)) choices.push(columns);
  }
  return choices;
}

/** @throws {UserError} naming the longest entry of a legend that no layout makes fit */
export function legendTooLarge(view: View, room: Room, name: string): RoomError | undefined {
  const tooLarge = legendSides(view).find((legends) => !fits(legends, room));
  if (tooLarge === undefined) return undefined;
  const labels = tooLarge.flatMap(labelsOf);
  const longest = labels.reduce((a, b) => (b.length > a.length ? b : a), "");
  const { width, height } = sizeOf(tooLarge);
  const size = `${centimetres(width)} x ${centimetres(height)} cm`;
  return new RoomError(
    width > room.x ? "x" : "y",
    name,
    `the legend does not fit the page, in any number of columns: it takes ${size}, ${centimetres(room.x)} x ${centimetres(room.y)} cm are there. It has ${labels.length} entries, the longest is ${JSON.stringify(longest)}.`,
    "Shorten the labels, or make the figure larger.",
  );
}

function fits(legends: readonly SceneItem[], { x, y }: Room): boolean {
  const { width, height } = sizeOf(legends);
  return width <= x && height <= y;
}

function sizeOf(legends: readonly SceneItem[]): { width: number; height: number } {
  if (legends.length === 0) return { width: 0, height: 0 };
  const bounds = legends.map((legend) => legend.bounds);
  const [left, right] = [bounds.map(({ x1 }) => x1), bounds.map(({ x2 }) => x2)];
  const [top, bottom] = [bounds.map(({ y1 }) => y1), bounds.map(({ y2 }) => y2)];
  return {
    width: Math.max(...right) - Math.min(...left),
    height: Math.max(...bottom) - Math.min(...top),
  };
}

/** The legends of each group and side, which follow each other there. */
function legendSides(view: View): SceneItem[][] {
  const sides = new Map<string, SceneItem[]>();
  let group = 0;
  for (const mark of allMarks(sceneRoot(view))) {
    if (mark.marktype !== "group") continue;
    for (const item of mark.items) {
      group++;
      for (const legend of item.items ?? []) {
        if (legend.role !== "legend") continue;
        for (const one of legend.items) {
          const side = `${group} ${one.orient ?? ""}`;
          sides.set(side, [...(sides.get(side) ?? []), one]);
        }
      }
    }
  }
  return [...sides.values()];
}

function labelsOf(legend: SceneItem): string[] {
  return (legend.items ?? [])
    .flatMap((mark) => [...allMarks(mark)])
    .filter((mark: SceneMark) => mark.role === "legend-label")
    .flatMap((mark) => mark.items.map(({ text }) => String(text)))
    .filter((text) => text !== "" && text !== "null" && text !== "undefined");
}

function countEntries(legend: SceneItem): number {
  return labelsOf(legend).length;
}
