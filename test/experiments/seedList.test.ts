import assert from "node:assert/strict";
import { parseSeeds } from "../../src/experiments/seedList.js";
import { UserError } from "../../src/util/userError.js";

describe("parseSeeds", () => {
  it("reads single seeds and ranges, each seed once and in order", () => {
    assert.deepEqual(parseSeeds("3"), [3]);
    assert.deepEqual(parseSeeds("0-4"), [0, 1, 2, 3, 4]);
    assert.deepEqual(parseSeeds("7, 1-2,2 - 3"), [1, 2, 3, 7]);
  });

  it("refuses anything else", () => {
    for (const text of ["", "a", "4-1", "-1", "1..3", "0-99999999"]) {
      assert.throws(() => parseSeeds(text), UserError, text);
    }
  });
});
