import assert from "node:assert/strict";
import { readTheme } from "../../src/plot/spec/readTheme.js";
import { readSpec } from "../../src/plot/spec/readSpec.js";
import { readTable, tableRows } from "../../src/tables/database/readTable.js";
import { assertOnPage, itemsOf, layOut, textsOf, type Laid } from "../helpers/figures.js";

interface Row {
  readonly module: string;
  readonly parameter: string;
  readonly range: string;
  readonly "test.mse": number;
}

const file = new URL("../../thresholds/division/division-by-zero-errors.csv", import.meta.url)
  .pathname;
const ranges = "⁻⁸ ⁻⁷ ⁻⁶ ⁻⁵ ⁻⁴ ⁻³ ⁻² ⁻¹".split(" ").map((power) => `10${power}`);

describe("the figure of gold errors", () => {
  let rows: Row[];
  before(async () => {
    rows = tableRows(await readTable(file)) as unknown as Row[];
  });

  async function draw(data: readonly object[], theme = "paper", params = {}): Promise<Laid> {
    const { spec, file: specName } = await readSpec("gold-errors");
    return layOut({
      spec,
      specName,
      data: { errors: data },
      widthCm: 19.5552,
      heightCm: 7.98,
      theme: await readTheme(theme),
      title: "Gold errors",
      params,
    });
  }
  const axisLabels = (laidOut: Laid) =>
    itemsOf(laidOut, "text", (mark) => mark.role === "axis-label");
  const bottomLabels = (laidOut: Laid) => {
    const labels = axisLabels(laidOut);
    const bottom = Math.max(...labels.map(({ pageY }) => pageY));
    return labels.filter(({ pageY, text }) => pageY === bottom && text !== "");
  };
  const points = (laidOut: Laid) => itemsOf(laidOut, "symbol", (mark) => mark.role === "mark");

  for (const theme of ["paper", "ggplot"]) {
    it(`shows every error of the table in the theme ${theme}, on the page`, async () => {
      const laidOut = await draw(rows, theme);
      assert.equal(rows.length, 108);
      assert.equal(points(laidOut).length, 108);
      assertOnPage(laidOut);
      assert.deepEqual(laidOut.warnings, []);
      assert.equal(laidOut.fit.scale, 1);
    });
  }

  it("has a panel for each task, with the ranges in increasing order", async () => {
    const laidOut = await draw([...rows].reverse());
    assert.deepEqual(textsOf(laidOut, "mark"), [
      "Input: [a]; Output: 1/a",
      "Input: [a,b]; Output: 1/a",
      "Input: [a,b]; Output: a/b",
    ]);
    // The ranges begin at 0: their bounds stand flat below the axis, whose title says what they are.
    assert.ok(textsOf(laidOut, "title-text").includes("b of the data sample range U[0,b)"));
    const labels = bottomLabels(laidOut).map(({ text }) => text);
    const each = [...ranges, "1"];
    assert.deepEqual(labels, [...each, ...each, ...each]);
  });

  it("labels the log axis with powers of ten, and puts the errors there", async () => {
    const laidOut = await draw(rows);
    const bottom = bottomLabels(laidOut)[0].pageY;
    const labels = axisLabels(laidOut).filter(({ pageY }) => pageY < bottom);
    assert.deepEqual(
      labels.map(({ text }) => text).filter((text) => /^10/.test(String(text))),
      ["10⁻¹⁰", "10⁻⁵", "10⁰", "10⁵", "10¹⁰", "10¹⁵", "10²⁰"],
    );
    const heightOf = (label: string) => labels.find(({ text }) => text === label)!.pageY;
    const decade = (heightOf("10⁰") - heightOf("10²⁰")) / 20;
    const heights = points(laidOut).map(({ pageY }) => pageY);
    for (const row of rows) {
      const expected = heightOf("10⁰") - decade * Math.log10(row["test.mse"]);
      const nearest = Math.min(...heights.map((height) => Math.abs(height - expected)));
      assert.ok(nearest < 0.01, `${row.module} ${row.parameter} ${row.range}: ${nearest}`);
    }
  });

  it("orders, leaves out and names panels and modules as a lookup says", async () => {
    const laidOut = await draw(rows, "paper", {
      models: ["NMRU", "NRU", "RealNPU (eps=0)", "RealNPU"],
      panels: ["hard", "easy", "medium"],
      labels: { hard: "a over b", "RealNPU (eps=0)": "Real NPU, ε = 0" },
    });
    assert.deepEqual(textsOf(laidOut, "mark"), ["a over b", "easy", "medium"]);
    assert.deepEqual(textsOf(laidOut, "legend-label"), [
      "NMRU",
      "NRU",
      "Real NPU, ε = 0",
      "RealNPU",
    ]);
  });
});
