import assert from "node:assert/strict";
import { inPaperOrder } from "../../../src/cli/text/inPaperOrder.js";
import type { Lookup } from "../../../src/figures/lookups/index.js";

describe("inPaperOrder", () => {
  it("goes by figure number, then by key; figures without a number come last", () => {
    const lookups = [
      { key: "none" },
      { key: "ten", figure: 10 },
      { key: "b", figure: "2a" },
      { key: "run10", figure: 2 },
      { key: "run9", figure: "2" },
    ] as Lookup[];
    assert.deepEqual(
      inPaperOrder(lookups).map(({ key }) => key),
      ["run9", "run10", "b", "ten", "none"],
    );
  });
});
