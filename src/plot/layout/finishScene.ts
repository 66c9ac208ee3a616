import { allMarks, type SceneItem, type SceneMark } from "../vega/sceneTree.js";
import { centreTitle } from "./centreTitle.js";
import { moveTo, spreadLabels } from "./spreadLabels.js";

/**
 * What is left to do by hand once everything has its place: nothing here moves anything by a whole point, so that the
 * figure still fits its page.
 */
export function finishScene(root: SceneMark): void {
  for (const mark of allMarks(root)) {
    dropInvisible(mark);
    if (mark.role === "legend-entry") mark.items.forEach(levelEntries);
    for (const group of mark.marktype === "group" ? mark.items : []) {
      freeFrame(group);
      centreTitle(group);
      spreadLabels(group);
    }
  }
}

/** Items that nobody can see: printers must not meet transparency where there is nothing. */
function dropInvisible(mark: SceneMark): void {
  for (const item of mark.items) {
    if (item.fill === "transparent" || item.fill === "none") delete item.fill;
    // A canvas has no colour of this name.
    if (item.stroke === "none") delete item.stroke;
  }
  const isSeen = ({ opacity }: SceneItem) => opacity !== 0;
  if (mark.marktype !== "group" && !mark.items.every(isSeen)) {
    mark.items = mark.items.filter(isSeen);
  }
}

/** Entries that differ in height by less than this stand in one row, in points. */
const rowHeight = 3;

/** Sets the entries of a legend's row on one base line: Vega centres each by the bounds of its own symbol. */
function levelEntries({ items = [] }: SceneItem): void {
  for (const { items: entries } of items) {
    let row: SceneItem[] = [];
    for (const entry of [...entries].sort((a, b) => (a.y ?? 0) - (b.y ?? 0))) {
      if (row.length > 0 && (entry.y ?? 0) - (row[0].y ?? 0) > rowHeight) {
        level(row);
        row = [];
      }
      row.push(entry);
    }
    level(row);
  }
}

function level(row: readonly SceneItem[]): void {
  const y = row.reduce((sum, entry) => sum + (entry.y ?? 0), 0) / row.length;
  for (const entry of row) moveTo(entry, y);
}

/** Half the width of a frame, and a little, in points. */
const reach = 0.3;

/** Keeps grid lines off the frame that they end at or lie on. */
function freeFrame({ items = [], stroke, width = 0, height = 0 }: SceneItem): void {
  if (stroke === undefined || stroke === "transparent") return;
  for (const axis of items.filter(({ role }) => role === "axis")) {
    for (const { items: parts = [], orient } of axis.items) {
      const isUpright = orient === "bottom" || orient === "top";
      const length = isUpright ? width : height;
      for (const grid of parts.filter(({ role }) => role === "axis-grid")) {
        const at = (line: SceneItem) => (isUpright ? line.x : line.y) ?? 0;
        grid.items = grid.items.filter((line) => at(line) > reach && at(line) < length - reach);
        for (const line of grid.items) shorten(line, isUpright ? "y" : "x");
      }
    }
  }
}

function shorten(line: SceneItem, along: "x" | "y"): void {
  const other = `${along}2` as const;
  const [from = 0, to = 0] = [line[along], line[other]];
  if (Math.abs(to - from) <= 2 * reach) return;
  const inwards = from < to ? reach : -reach;
  line[along] = from + inwards;
  line[other] = to - inwards;
}
