import assert from "node:assert/strict";
import { type LaidOutFigure, layoutFigure } from "../../src/plot/layout/layoutFigure.js";
import type { Figure } from "../../src/plot/spec/figure.js";
import { inOrder } from "../../src/plot/spec/inOrder.js";
import { readSpec } from "../../src/plot/spec/readSpec.js";
import { readTheme } from "../../src/plot/spec/readTheme.js";
import { loadVega } from "../../src/plot/vega/loadVega.js";
import {
  allMarks,
  type SceneItem,
  type SceneMark,
  sceneRoot,
} from "../../src/plot/vega/sceneTree.js";
import { sortRanges } from "../../src/stats/sortRanges.js";
import { type PlotRow, readPlotData } from "./plotData.js";

export const models = ["Real NPU (baseline)", "Real NPU (modified)", "NRU", "NMRU"];

/** The figure of `nips-sltr-in2` from the numbers that the R script wrote, with other settings on top. */
export async function rangeFigure(
  settings: Partial<Figure> = {},
  rows: readonly PlotRow[] = readPlotData("sltr-in2_op-div"),
  order: readonly string[] = models,
): Promise<Figure> {
  const { spec, file } = await readSpec("range");
  const ranges = [...new Set(rows.map((row) => row.parameter))];
  return {
    spec,
    specName: file,
    data: { summary: inOrder(rows, { model: order, parameter: sortRanges(ranges) }) },
    widthCm: 19.5552,
    heightCm: 7.98,
    theme: "paper",
    title: "No redundancy",
    ...settings,
  };
}

export interface Laid extends LaidOutFigure {
  readonly warnings: readonly string[];
}

export async function layOut(figure: Figure): Promise<Laid> {
  const warnings: string[] = [];
  const theme = typeof figure.theme === "string" ? await readTheme(figure.theme) : figure.theme;
  const laidOut = await layoutFigure(figure, theme, await loadVega(), (message) =>
    warnings.push(message),
  );
  return { ...laidOut, warnings };
}

export interface PlacedItem extends SceneItem {
  /** Place on the page in points. */
  readonly pageX: number;
  readonly pageY: number;
  /** Names of the groups around it, outer ones first. */
  readonly groups: readonly string[];
}

/** Every item of the marks of one kind, with its place on the page. */
export function itemsOf(
  { view, fit }: LaidOutFigure,
  marktype: string,
  isWanted: (mark: SceneMark & { name?: string }) => boolean = () => true,
): PlacedItem[] {
  const placed: PlacedItem[] = [];
  visit(sceneRoot(view), fit.origin[0], fit.origin[1], []);
  return placed;

  function visit(mark: SceneMark & { name?: string }, x: number, y: number, groups: string[]) {
    for (const item of mark.items) {
      const pageX = x + (item.x ?? 0);
      const pageY = y + (item.y ?? 0);
      if (mark.marktype === marktype && isWanted(mark))
        placed.push({ ...item, pageX, pageY, groups });
      for (const inner of item.items ?? []) {
        visit(inner, pageX, pageY, mark.name === undefined ? groups : [...groups, mark.name]);
      }
    }
  }
}

/** The texts that a figure shows in marks of a role, in drawing order. */
export function textsOf(laidOut: LaidOutFigure, role: string): string[] {
  return [...allMarks(sceneRoot(laidOut.view))]
    .filter((mark) => mark.marktype === "text" && mark.role === role)
    .flatMap((mark) => mark.items.map((item) => String(item.text)));
}

/** Checks that every text of a figure lies on its page. */
export function assertOnPage(laidOut: Laid): void {
  const texts = itemsOf(laidOut, "text").filter((item) => Boolean(item.text));
  assert.ok(texts.length > 3);
  for (const { bounds, pageX, pageY, x = 0, y = 0, text } of texts) {
    const [left, top] = [pageX - x + bounds.x1, pageY - y + bounds.y1];
    const [right, bottom] = [pageX - x + bounds.x2, pageY - y + bounds.y2];
    const { widthPt, heightPt } = laidOut.page;
    const place = `${String(text)}: ${left} ${top} ${right} ${bottom}`;
    assert.ok(left > 0 && top > 0 && right < widthPt && bottom < heightPt, place);
  }
}
