import assert from "node:assert/strict";
import {
  compareJson,
  compareLines,
  compareSvgTexts,
} from "../../../src/figures/report/compareTexts.js";

describe("comparing two versions of a text", () => {
  it("pairs the lines that went with those that came", () => {
    assert.deepEqual(compareLines("a\nb\nc\n", "a\r\nB\nc\nd\n"), [
      { place: "", old: "b", now: "B" },
      { place: "", now: "d" },
    ]);
    assert.deepEqual(compareLines("a\na\n", "a\n"), [{ place: "", old: "a" }]);
  });

  it("finds the texts of a drawing, its title among them", () => {
    const svg = (title: string, label: string) =>
      `<svg><title>${title}</title><g><text x="1">${label}</text><path d="M0,0"/></g></svg>`;
    assert.deepEqual(compareSvgTexts(svg("A", "x &lt; 1"), svg("A", "x &lt; 2")), [
      { place: "", old: "x < 1", now: "x < 2" },
    ]);
  });

  it("names the keys of JSON, and counts rows", () => {
    const document = (size: number, rows: number[]) =>
      JSON.stringify({ config: { axis: { labelFontSize: size } }, datasets: { summary: rows } });
    assert.deepEqual(compareJson(document(8, [1, 2]), document(9, [1, 2, 3])), [
      { place: "config.axis.labelFontSize", old: "8", now: "9" },
      { place: "datasets.summary", old: "2 rows", now: "3 rows" },
    ]);
    assert.deepEqual(compareJson('{"a":[{"b":1}]}', '{"a":[{"b":1,"c":null}]}'), [
      { place: "a[0].c", now: "null" },
    ]);
  });
});
