import assert from "node:assert/strict";
import { inOrder } from "../../../src/plot/spec/inOrder.js";

describe("inOrder", () => {
  it("numbers values by their place in the list, others after it in order of appearance", () => {
    const rows = [{ model: "C" }, { model: "A" }, { model: "D" }, { model: "B" }];
    const ordered = inOrder(rows, { model: ["A", "B"] });
    assert.deepEqual(
      ordered.map((row) => row.modelOrder),
      [2, 0, 3, 1],
    );
    assert.deepEqual(rows[0], { model: "C" });
  });
});
