import assert from "node:assert/strict";
import { layOut } from "../../helpers/figures.js";
import { withShades } from "../../../src/plot/spec/shades.js";

function series(count: number) {
  const rows = Array.from({ length: count }, (_, index) => ({ a: index, m: `Model ${index}` }));
  return layOut({
    spec: {
      $schema: "https://vega.github.io/schema/vega-lite/v6.json",
      data: { name: "rows" },
      mark: "point",
      encoding: { x: { field: "a", type: "quantitative" }, color: { field: "m" } },
    },
    data: { rows },
    widthCm: 16,
    heightCm: 10,
    theme: "paper",
    title: "Series",
  });
}

describe("withShades", () => {
  it("gives three times as many colours, each different", () => {
    const colours = withShades(["#0072B2", "#D55E00", "#4D4D4D"]);
    assert.equal(new Set(colours).size, 9);
    assert.equal(colours[3], "#00476E");
    for (const colour of colours) assert.match(colour, /^#[0-9A-F]{6}$/);
  });

  it("lets twelve and twenty-four series of a figure be told apart, and warns of more", async () => {
    for (const count of [8, 12, 24, 25]) {
      const laidOut = await series(count);
      const { range } = laidOut.document.config as { range: { category: string[] } };
      assert.equal(new Set(range.category).size, count > 8 ? 24 : 8);
      const warnings = laidOut.warnings.filter((warning) => /look the same/.test(warning));
      assert.equal(warnings.length, count > 24 ? 1 : 0, `${count}`);
    }
  });
});
