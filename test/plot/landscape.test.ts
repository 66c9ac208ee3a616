import assert from "node:assert/strict";
import { readSpec } from "../../src/plot/spec/readSpec.js";
import { readTheme } from "../../src/plot/spec/readTheme.js";
import { assertOnPage, itemsOf, layOut, textsOf, type Laid } from "../helpers/figures.js";

const places = Array.from({ length: 21 }, (_, index) => index / 10 - 1);

/** A plane in one module, a cone with a hole in the other. */
const rows = places.flatMap((w1) =>
  places.flatMap((w2) => [
    { module: "NRU", w1, w2, rmse: 3 * (w1 + 1) },
    {
      module: "NMRU",
      w1,
      w2: (w2 + 1) / 2,
      rmse: Math.hypot(w1, w2) < 0.15 ? NaN : 4 * Math.hypot(w1, w2),
    },
  ]),
);

async function draw(params = {}, theme = "paper"): Promise<Laid> {
  const { spec, file } = await readSpec("landscape");
  return layOut({
    spec,
    specName: file,
    data: { landscape: rows },
    widthCm: 16,
    heightCm: 8,
    theme: await readTheme(theme),
    title: "Landscape",
    params,
  });
}

/** What stands below the colour bar; Vega has an empty label at its end. */
function levelsOf(laidOut: Laid): string[] {
  return textsOf(laidOut, "legend-label").filter((text) => text !== "null");
}

/** The colours of the rings of a panel, in painting order. */
function colours(laidOut: Laid): string[] {
  const fills: string[] = [];
  for (const { fill } of itemsOf(laidOut, "line", (mark) => mark.role === "mark")) {
    if (fill !== undefined && fills.at(-1) !== fill) fills.push(fill);
  }
  return fills;
}

describe("the figure of a loss landscape", () => {
  for (const theme of ["paper", "ggplot"]) {
    it(`has a panel for each module and a bar of the levels in the theme ${theme}`, async () => {
      const laidOut = await draw({ levels: [1, 2, 3, 4, 5], labels: { NRU: "Reciprocal" } }, theme);
      assert.deepEqual(textsOf(laidOut, "mark"), ["Reciprocal", "NMRU"]);
      assert.deepEqual(levelsOf(laidOut), ["1", "2", "3", "4", ">5"]);
      assert.deepEqual(textsOf(laidOut, "axis-title"), ["w₁", "w₂", "w₁", "w₂"]);
      assert.deepEqual(laidOut.warnings, []);
      assert.equal(laidOut.fit.scale, 1);
      assertOnPage(laidOut);
    });
  }

  it("gives each module the range of its own weights", async () => {
    const labels = textsOf(await draw(), "axis-label");
    assert.ok(labels.includes("−1.0") && labels.includes("0.2"), labels.join(" "));
  });

  it("paints a colour for each band, from dark to light, and white where there is no loss", async () => {
    const both = colours(await draw({ levels: [1, 2, 3, 4, 5] }));
    const light = (colour: string) => {
      const [red, green, blue] = [...colour.matchAll(/\d+/g)].map(Number);
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const plane = both.slice(0, 6);
    assert.equal(new Set(plane).size, 6);
    plane.slice(1).forEach((colour, index) => assert.ok(light(colour) > light(plane[index])));
    assert.ok(both.includes("#ffffff"));
    assert.equal(new Set(both).size, 7);
  });

  it("takes levels and colours from a lookup", async () => {
    const laidOut = await draw({ levels: [0.5, 1.5], colours: "greys", legendTitle: "Loss" });
    assert.deepEqual(levelsOf(laidOut), ["0.5", ">1.5"]);
    assert.deepEqual(textsOf(laidOut, "legend-title"), ["Loss"]);
    assert.equal(new Set(colours(laidOut)).size, 4);
  });

  it("keeps the contours, not the grid, in the document that it hands on", async () => {
    const { document } = await draw();
    assert.deepEqual(Object.keys(document.datasets as object), ["contours"]);
  });

  it("fits one column: fewer panels in a row, a shorter bar of colours, and a page as high as they need", async () => {
    const { spec, file } = await readSpec("landscape");
    const three = ["Real NPU", "NRU", "NMRU"].flatMap((module) =>
      [0, 1].flatMap((w1) => [0, 1].map((w2) => ({ module, w1, w2, rmse: w1 + w2 }))),
    );
    const laidOut = await layOut({
      ...{ spec, specName: file, data: { landscape: three }, theme: "paper", title: "Loss" },
      ...{ widthCm: 8.5, heightCm: 5.1, isHeightFree: true },
      params: { levels: [0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.4, 1.6, 1.8] },
    });
    const panels = itemsOf(laidOut, "group", ({ name = "" }) => /_cell$/.test(name));
    assert.equal(new Set(panels.map(({ pageX }) => Math.round(pageX))).size, 2);
    assert.equal(laidOut.fit.scale, 1);
    assertOnPage(laidOut);
    assert.deepEqual(laidOut.warnings, []);
  });
});
