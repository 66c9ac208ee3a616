import assert from "node:assert/strict";
import { spreadLabels } from "../../../src/plot/layout/spreadLabels.js";
import { allMarks, sceneRoot } from "../../../src/plot/vega/sceneTree.js";
import { itemsOf, type Laid, layOut, rangeFigure } from "../../helpers/figures.js";

describe("a finished scene", () => {
  let laidOut: Laid;
  before(async () => {
    laidOut = await layOut(await rangeFigure({ widthCm: 13.97, heightCm: 6 }));
  });

  it("has no invisible marks", () => {
    const marks = [...allMarks(sceneRoot(laidOut.view))];
    for (const { marktype, items } of marks) {
      if (marktype !== "group") assert.ok(items.every(({ opacity }) => opacity !== 0));
      assert.ok(items.every(({ fill }) => fill !== "transparent"));
    }
  });

  it("sets the labels of a legend's row on one base line", () => {
    const labels = itemsOf(laidOut, "text", (mark) => mark.role === "legend-label");
    assert.equal(labels.length, 4);
    assert.equal(new Set(labels.map(({ pageY }) => pageY)).size, 1);
  });

  it("keeps grid lines off the frame", () => {
    const panels = itemsOf(laidOut, "group", ({ name = "" }) => /_group$/.test(name)).filter(
      ({ stroke }) => stroke !== undefined,
    );
    const grid = itemsOf(laidOut, "rule", (mark) => mark.role === "axis-grid");
    assert.ok(panels.length === 3 && grid.length > 30);
    for (const { pageX, x = 0, x2 = x } of grid) {
      for (const end of [pageX, pageX + x2 - x]) {
        for (const panel of panels) {
          assert.ok(Math.abs(end - panel.pageX) > 0.25);
          assert.ok(Math.abs(end - panel.pageX - panel.width!) > 0.25);
        }
      }
    }
  });

  it("centres the title below the panels on the panels", () => {
    const panels = itemsOf(laidOut, "group", ({ name = "" }) => /_group$/.test(name)).filter(
      ({ stroke }) => stroke !== undefined,
    );
    const [title] = itemsOf(laidOut, "group", ({ role }) => role === "title").filter(
      ({ orient }) => orient === "bottom",
    );
    const left = Math.min(...panels.map(({ pageX }) => pageX));
    const right = Math.max(...panels.map(({ pageX, width = 0 }) => pageX + width));
    assert.ok(Math.abs(title.pageX - (left + right) / 2) < 1e-9);
    assert.ok(Math.abs(title.pageX - laidOut.page.widthPt / 2) > 5, "the labels of axes count");
  });

  it("shows each series' mark in the legend: a symbol on a bar", () => {
    const keys = itemsOf(laidOut, "symbol", (mark) => mark.role === "legend-symbol");
    assert.equal(keys.length, 4);
    for (const { shape, stroke, fill } of keys) {
      assert.match(String(shape), /^M0,-2\.2V2\.2M/);
      assert.equal(stroke, fill);
    }
    const shapes = itemsOf(laidOut, "symbol", (mark) => mark.role === "mark").map(
      ({ shape }) => shape,
    );
    for (const { shape } of keys.slice(1)) {
      assert.ok(shapes.includes(String(shape).replace("M0,-2.2V2.2", "")));
    }
  });
});

describe("spreadLabels", () => {
  const spread = (places: readonly number[]) => {
    const items = places.map((y) => ({ y, fontSize: 10, bounds: { x1: 0, y1: 0, x2: 0, y2: 0 } }));
    const mark = { marktype: "text", name: "line_labels_marks", bounds: items[0].bounds, items };
    spreadLabels({ bounds: items[0].bounds, items: [mark] });
    return items.map(({ y }) => Number(y.toFixed(6)));
  };

  it("moves labels apart that lie on each other, and no others", () => {
    assert.deepEqual(spread([5, 50, 52, 90]), [5, 45.75, 56.25, 90]);
    assert.deepEqual(spread([50, 50, 50]), [39.5, 50, 60.5]);
    assert.deepEqual(spread([50, 40]), [50.25, 39.75]);
  });

  it("moves on what the moved ones come to lie on", () => {
    const places = spread([40, 50, 51, 60]).sort((a, b) => a - b);
    places.slice(1).forEach((y, at) => assert.ok(y - places[at] >= 10.5 - 1e-6));
  });
});
