import assert from "node:assert/strict";
import {
  assertOnPage,
  layOut,
  itemsOf,
  models,
  rangeFigure,
  textsOf,
  type Laid,
} from "../helpers/figures.js";
import { readPlotData } from "../helpers/plotData.js";

const rows = readPlotData("sltr-in2_op-div");
const keys = {
  success_rate: "success.rate",
  converged_at: "converged.at",
  sparse_error: "sparse.error",
};

/** The points of a panel. */
function pointsOf(laidOut: Laid, panel: string) {
  return itemsOf(laidOut, "symbol", (mark) => mark.role === "mark").filter((item) =>
    item.groups.includes(`${panel}_group`),
  );
}

describe("the range figure", () => {
  for (const theme of ["paper", "ggplot"]) {
    describe(`in the theme ${theme}`, () => {
      let laidOut: Laid;
      before(async () => {
        laidOut = await layOut(await rangeFigure({ theme }));
      });

      it("has one point for each mean and one bar for each interval", () => {
        for (const [panel, key] of Object.entries(keys)) {
          const means = rows.filter((row) => row.key === key && row.mean !== null);
          const intervals = means.filter((row) => row.lower !== null);
          assert.equal(pointsOf(laidOut, panel).length, means.length, key);
          const bars = itemsOf(laidOut, "rule", (mark) => mark.role === "mark").filter(
            (item) => item.groups.includes(`${panel}_group`) && item.stroke !== undefined,
          );
          // That of ggplot is invisible, and what is invisible is not drawn.
          const zeroLine = theme === "ggplot" ? 0 : 1;
          assert.equal(bars.length - zeroLine, intervals.length, key);
        }
      });

      it("puts points at the height of their value", () => {
        const labels = itemsOf(laidOut, "text", (mark) => mark.role === "axis-label");
        const heightOf = (label: string) => {
          const found = labels.filter(
            (item) => item.text === label && item.groups.includes("success_rate_group"),
          );
          assert.equal(found.length, 1, label);
          return found[0].pageY;
        };
        const points = pointsOf(laidOut, "success_rate");
        for (const [label, value] of [
          ["0.00", 0],
          ["0.25", 0.25],
          ["0.50", 0.5],
          ["1.00", 1],
        ] as const) {
          const expected = rows.filter((row) => row.key === "success.rate" && row.mean === value);
          const there = points.filter((item) => Math.abs(item.pageY - heightOf(label)) < 0.01);
          assert.equal(there.length, expected.length, label);
        }
      });

      it("names panels, axis and models in the lookup's order", () => {
        assert.deepEqual(textsOf(laidOut, "title-text"), [
          "Success rate",
          "Solved at iteration step",
          "Sparsity error",
          "Interpolation range",
        ]);
        assert.deepEqual(textsOf(laidOut, "legend-label"), models);
      });

      it("labels the ranges in numeric order in each panel", () => {
        const labels = textsOf(laidOut, "axis-label").filter((text) => text.startsWith("U"));
        const ranges =
          "U[−20,−10) U[−2,−1) U[−2,2) U[−1.2,−1.1) U[−0.2,−0.1) U[0.1,0.2) U[1,2) U[1.1,1.2) U[10,20)".split(
            " ",
          );
        assert.deepEqual(labels, [...ranges, ...ranges, ...ranges]);
      });

      it("keeps every text on the page, at 7 pt or more, at its size in the theme", () => {
        assertOnPage(laidOut);
        assert.equal(laidOut.fit.scale, 1);
        for (const { fontSize } of itemsOf(laidOut, "text"))
          assert.ok(fontSize! >= 7, `${fontSize}`);
        assert.deepEqual(laidOut.warnings, []);
      });

      it("starts every value axis at zero", () => {
        const zeros = itemsOf(laidOut, "text", (mark) => mark.role === "axis-label").filter(
          (item) => /^0(\.0+)?$/.test(String(item.text)),
        );
        assert.equal(zeros.length, 3);
        assert.equal(new Set(zeros.map((item) => item.pageY.toFixed(1))).size, 1);
      });
    });
  }

  it("takes the published colours for the number of models in the theme ggplot", async () => {
    const laidOut = await layOut(await rangeFigure({ theme: "ggplot" }));
    const colours = new Set(pointsOf(laidOut, "success_rate").map((item) => item.fill));
    assert.deepEqual([...colours].sort(), ["#00BFC4", "#7CAE00", "#C77CFF", "#F8766D"]);
  });

  it("gives each model a shape of its own in the theme paper", async () => {
    const laidOut = await layOut(await rangeFigure());
    const points = pointsOf(laidOut, "success_rate");
    const pairs = new Set(points.map((item) => `${item.fill} ${item.shape}`));
    assert.equal(pairs.size, 4);
    assert.equal(new Set(points.map((item) => item.shape)).size, 4);
  });

  it("says so in panels without values, and keeps the places of the ranges", async () => {
    const unsolved = rows.map((row) =>
      row.key === "success.rate"
        ? { ...row, mean: 0, lower: 0, upper: 0.49 }
        : { ...row, mean: null, lower: null, upper: null },
    );
    const laidOut = await layOut(await rangeFigure({}, unsolved));
    const notes = itemsOf(laidOut, "text", (mark) => mark.role === "mark").filter(
      (item) => item.text === "no solved runs",
    );
    assert.deepEqual(
      notes.map((item) => item.groups.find((group) => /_(at|error)_group$/.test(group))),
      ["converged_at_group", "sparse_error_group"],
    );
    assert.equal(textsOf(laidOut, "axis-label").filter((text) => text.startsWith("U")).length, 27);
    assert.deepEqual(laidOut.warnings, []);
    assertOnPage(laidOut);
  });

  it("does not say that no run was solved where solved runs logged no such number", async () => {
    const without = rows.map((row) =>
      row.key === "sparse.error" ? { ...row, mean: null, lower: null, upper: null } : row,
    );
    const laidOut = await layOut(await rangeFigure({}, without));
    const notes = itemsOf(laidOut, "text", (mark) => mark.role === "mark").filter(
      (item) => typeof item.text === "string" && item.text !== "",
    );
    assert.deepEqual(
      notes.map(({ text, groups }) => [text, groups.includes("sparse_error_group")]),
      [["not logged", true]],
    );
  });

  it("keeps the places of the ranges where a panel has no rows at all", async () => {
    const without = rows.filter((row) => row.key !== "sparse.error");
    const laidOut = await layOut(await rangeFigure({}, without));
    assert.equal(textsOf(laidOut, "axis-label").filter((text) => text.startsWith("U")).length, 27);
  });

  it("writes tiny errors as powers of ten", async () => {
    const tiny = readPlotData("sltr-in2-distributions_op-div");
    const laidOut = await layOut(await rangeFigure({}, tiny));
    const labels = textsOf(laidOut, "axis-label");
    for (const label of ["5×10⁻⁸", "1×10⁻⁷", "1.5×10⁻⁷", "2×10⁻⁷"]) {
      assert.ok(labels.includes(label), `${label} in ${labels.join(" ")}`);
    }
    assertOnPage(laidOut);
  });

  it("shows a single model, and seven, with a legend that fits", async () => {
    const single = await layOut(
      await rangeFigure(
        {},
        rows.filter((row) => row.model === "NRU"),
      ),
    );
    assert.deepEqual(textsOf(single, "legend-label"), ["NRU"]);
    assertOnPage(single);
    const names = Array.from({ length: 7 }, (_, index) => `Real NPU with variation ${index + 1}`);
    const many = names.flatMap((model) =>
      rows.filter((row) => row.model === "NMRU").map((row) => ({ ...row, model })),
    );
    const seven = await layOut(await rangeFigure({}, many, names));
    assert.deepEqual(textsOf(seven, "legend-label"), names);
    assert.ok(seven.fit.legends.columns > 1 && seven.fit.legends.columns < 7);
    assertOnPage(seven);
    assert.equal(seven.fit.scale, 1);
  });

  it("takes titles and panels from a lookup", async () => {
    const laidOut = await layOut(
      await rangeFigure({
        panels: [
          { key: "sparse.error", title: "Sparsity" },
          { key: "success.rate", title: "Extrapolation range success rate" },
        ],
        params: { xTitle: "Range", legendTitle: "Loss" },
        widthCm: 14,
      }),
    );
    assert.deepEqual(textsOf(laidOut, "title-text"), [
      "Sparsity",
      "Extrapolation range success rate",
      "Range",
    ]);
    assert.deepEqual(textsOf(laidOut, "legend-title"), ["Loss"]);
  });

  it("shows division by zero with its few, equal steps", async () => {
    const laidOut = await layOut(
      await rangeFigure({}, readPlotData("divBy0-easy_op-reciprocal"), ["Real NPU", "NRU", "NMRU"]),
    );
    assert.equal(pointsOf(laidOut, "converged_at").length, 14);
    assertOnPage(laidOut);
  });

  it("starts at zero, at the bottom, where all values are zero", async () => {
    const zeros = readPlotData("divBy0-easy_op-reciprocal").map((row) =>
      row.key === "sparse.error" && row.mean !== null
        ? { ...row, mean: 0, lower: 0, upper: 0 }
        : row,
    );
    const laidOut = await layOut(await rangeFigure({}, zeros, ["Real NPU", "NRU", "NMRU"]));
    const labels = itemsOf(laidOut, "text", (mark) => mark.role === "axis-label");
    const heights = labels.filter(({ text }) => /^0(\.00)?$/.test(String(text)));
    assert.equal(heights.length, 3);
    assert.equal(new Set(heights.map(({ pageY }) => pageY.toFixed(1))).size, 1);
    const shown = itemsOf(laidOut, "rule", (mark) => mark.role === "axis-tick").filter(
      (item) => item.groups.includes("sparse_error_group") && item.opacity !== 0,
    );
    assert.equal(shown.length, 1);
    assert.ok(!textsOf(laidOut, "mark").includes("no solved runs"));
  });
});
