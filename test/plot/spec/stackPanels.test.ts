import assert from "node:assert/strict";
import { stackPanels } from "../../../src/plot/spec/stackPanels.js";

const specOf = (isStacked: boolean) => ({
  usermeta: { stack: { belowCm: 11, param: "isStacked" } },
  params: [{ name: "isStacked", value: isStacked }, { name: "xTitle" }],
  vconcat: [{ hconcat: [{ name: "left" }, { name: "right" }] }],
});
const stacked = {
  ...specOf(true),
  vconcat: [{ vconcat: [{ name: "left" }, { name: "right" }] }],
};

describe("stackPanels", () => {
  it("leaves panels side by side on wide pages", () => {
    assert.deepEqual(stackPanels(specOf(false), "s", 13.97), specOf(false));
  });

  it("sets them below each other on narrow pages, and says so to the spec", () => {
    assert.deepEqual(stackPanels(specOf(false), "s", 8.5), stacked);
  });

  it("sets them below each other at any width where the parameter asks for it", () => {
    assert.deepEqual(stackPanels(specOf(true), "s", 13.97), stacked);
  });

  it("refuses a request that it does not understand", () => {
    const spec = { usermeta: { stack: { below: 11 } } };
    assert.throws(() => stackPanels(spec, "own.vl.json", 8), /own\.vl\.json.*usermeta\.stack/);
  });
});
