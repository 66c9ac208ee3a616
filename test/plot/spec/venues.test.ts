import assert from "node:assert/strict";
import { figureSize, venues } from "../../../src/plot/spec/venues.js";

const stacking = { usermeta: { stack: { belowCm: 11 } } };

describe("figureSize", () => {
  it("knows the text widths of venues: 5.5 in for NeurIPS, 3.25 in for a column of ICML, 89 mm for Nature", () => {
    for (const [name, widthCm] of [
      ["neurips", 5.5 * 2.54],
      ["icml/column", 3.25 * 2.54],
      ["icml/wide", 6.75 * 2.54],
      ["tmlr", 6.5 * 2.54],
      ["nature/single", 8.9],
      ["eccv", 12.2],
    ] as const) {
      assert.ok(Math.abs(figureSize(name, {}, "x").widthCm - widthCm) < 0.001, name);
    }
  });

  it("gives panels below each other more height than panels side by side", () => {
    assert.equal(figureSize("neurips", stacking, "x").heightCm, 7.68);
    assert.equal(figureSize("icml/column", stacking, "x").heightCm, 16.51);
    assert.equal(figureSize({ venue: "neurips", heightCm: 5 }, stacking, "x").heightCm, 5);
    assert.equal(figureSize({ widthCm: 10 }, {}, "x").heightCm, 6);
  });

  it("takes type from the venue only", () => {
    assert.equal(figureSize("neurips", {}, "x").typePt, 8);
    assert.equal(figureSize({ widthCm: 10, heightCm: 5 }, {}, "x").typePt, undefined);
  });

  it("names the nearest venue", () => {
    assert.throws(
      () => figureSize("nerips", {}, "a.yaml"),
      /a\.yaml: "size": there is no venue "nerips"\. Did you mean "neurips"/,
    );
  });

  it("never asks for type below 6 points", () => {
    for (const [name, { typePt, captionPt }] of venues()) {
      assert.ok(typePt >= 6 && typePt <= captionPt, name);
    }
  });
});
