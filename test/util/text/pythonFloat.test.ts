import assert from "node:assert/strict";
import { pythonFloat } from "../../../src/util/text/pythonFloat.js";

// Left: a number; right: what CPython 3.11 prints for it.
const printed: readonly [number, string][] = [
  [0, "0.0"],
  [-0, "-0.0"],
  [1, "1.0"],
  [-2, "-2.0"],
  [0.48012661933898926, "0.48012661933898926"],
  [3.700506528536273e-15, "3.700506528536273e-15"],
  [1795469191.0666237, "1795469191.0666237"],
  [2046348928, "2046348928.0"],
  [17999122432, "17999122432.0"],
  [1e-4, "0.0001"],
  [1e-5, "1e-05"],
  [1.5e-7, "1.5e-07"],
  [1e15, "1000000000000000.0"],
  [1e16, "1e+16"],
  [1.2345e22, "1.2345e+22"],
  [1e-300, "1e-300"],
  [NaN, "nan"],
  [Infinity, "inf"],
  [-Infinity, "-inf"],
];

describe("pythonFloat", () => {
  it("prints floats like Python does", () => {
    for (const [value, text] of printed) assert.equal(pythonFloat(value), text);
  });
});
