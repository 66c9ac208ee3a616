import assert from "node:assert/strict";
import { sortRanges } from "../../src/stats/index.js";

const text =
  "U[-0.2,-0.1) U[-1.2,-1.1) U[-2,-1) U[-2,2) U[-20,-10) U[0.1,0.2) U[1,2) U[1.1,1.2) U[10,20)".split(
    " ",
  );
const numeric =
  "U[-20,-10) U[-2,-1) U[-2,2) U[-1.2,-1.1) U[-0.2,-0.1) U[0.1,0.2) U[1,2) U[1.1,1.2) U[10,20)".split(
    " ",
  );

describe("sortRanges", () => {
  it("orders ranges by their bounds unless told otherwise", () => {
    assert.deepEqual(sortRanges([...text].reverse()), numeric);
    assert.deepEqual(sortRanges(text, "numeric"), numeric);
  });

  it("orders them as R orders text", () => {
    assert.deepEqual(sortRanges(numeric, "text"), text);
    const distributions = ["B:[10,100)", "TN(-1,3):[-5,10)", "TN(0,1):[-5,5)", "TN(1,3):[-10,5)"];
    const all = [...distributions, "U:[-100,100)", "U:[-50,50)"];
    assert.deepEqual(sortRanges([...all].reverse(), "text"), all);
    const zero = ["U[0,0.0001)", "U[0,0.001)", "U[0,0.01)", "U[0,0.1)", "U[0,1)"];
    assert.deepEqual(sortRanges([...zero].reverse(), "text"), zero);
  });

  it("keeps a given order, puts what it does not name at the end, and takes ] for )", () => {
    const given = ["U[1,2]", "U[-2,2)", "U[7,8)"];
    const labels = ["U[-2,2)", "U[10,20)", "U[1,2)", "U[-20,-10)"];
    assert.deepEqual(sortRanges(labels, given), ["U[1,2)", "U[-2,2)", "U[-20,-10)", "U[10,20)"]);
  });

  it("orders mirrored ranges, exponents, distributions and plain words", () => {
    assert.deepEqual(sortRanges(["U[2,6) & U[-6,-2)", "U[-6,-2) & U[2,6)", "U[-6,-2)"]), [
      "U[-6,-2)",
      "U[-6,-2) & U[2,6)",
      "U[2,6) & U[-6,-2)",
    ]);
    assert.deepEqual(sortRanges(["U[0,1)", "U[0,1e-8)", "U[0,1e-10)"]), [
      "U[0,1e-10)",
      "U[0,1e-8)",
      "U[0,1)",
    ]);
    assert.deepEqual(sortRanges(["U:[1,2)", "TN(1,3):[-5,5)", "TN(0,1):[-5,5)", "B:[10,100)"]), [
      "B:[10,100)",
      "TN(0,1):[-5,5)",
      "TN(1,3):[-5,5)",
      "U:[1,2)",
    ]);
    assert.deepEqual(sortRanges(["hard", "easy", "medium"]), ["easy", "hard", "medium"]);
  });

  it("leaves its argument alone", () => {
    const labels = ["U[1,2)", "U[-2,2)"];
    sortRanges(labels);
    assert.deepEqual(labels, ["U[1,2)", "U[-2,2)"]);
  });
});
