import assert from "node:assert/strict";
import { formatRangeLabel, parseNumberRange } from "../../../src/experiments/values/numberRange.js";
import { UserError } from "../../../src/util/userError.js";

describe("parseNumberRange", () => {
  it("reads one interval and keeps Python's text of its ends", () => {
    assert.deepEqual(parseNumberRange("[ -2,1e-2 ]"), {
      intervals: [[-2, 0.01]],
      placement: "each",
      text: ["-2", "0.01"],
    });
    assert.deepEqual(parseNumberRange("(0, 1.0)").text, ["0", "1.0"]);
  });

  it("reads two intervals that are drawn from number by number", () => {
    assert.deepEqual(parseNumberRange("[[-6,-2],[2,6]]"), {
      intervals: [
        [-6, -2],
        [2, 6],
      ],
      placement: "each",
      text: ["[-6, -2]", "[2, 6]"],
    });
  });

  it("reads two intervals for the two halves of the inputs", () => {
    const range = parseNumberRange("[[-2,-0.1],[0.1,2],[]]");
    assert.equal(range.placement, "halves");
    assert.deepEqual(range.text, ["[-2, -0.1]", "[0.1, 2]"]);
  });

  it("refuses two intervals of different width, as the original does", () => {
    assert.throws(() => parseNumberRange("[[-6,-2],[2,7]]"), /equally wide/);
  });

  it("says what is wrong with anything else", () => {
    for (const text of ["1", "[1]", "[1,2,3]", "[[1,2],3]", "[1,2", "[1,,2]", "one", "", "[1 2]"]) {
      assert.throws(() => parseNumberRange(text), UserError, text);
    }
    assert.throws(() => parseNumberRange("[1, x]"), /"x" at character 5/);
  });
});

describe("formatRangeLabel", () => {
  it("is what figures call a range", () => {
    assert.equal(formatRangeLabel(parseNumberRange("[-1.2,-1.1]")), "U[-1.2,-1.1]");
    assert.equal(formatRangeLabel(parseNumberRange("[[-6,-2],[2,6]]")), "U[-6,-2] & U[2,6]");
  });
});
