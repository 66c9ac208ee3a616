import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { formatNumpyArray } from "../../../src/train/logs/numpyText.js";

interface PrintedArray {
  readonly shape: readonly number[];
  /** Python's text of each number. */
  readonly values: readonly string[];
  readonly text: string;
}

const fixture = new URL("../../../fixtures/training/numpy-texts.json", import.meta.url);
const printed = JSON.parse(readFileSync(fixture, "utf8")) as PrintedArray[];
const infinities = new Map([
  ["inf", Infinity],
  ["-inf", -Infinity],
]);

describe("formatNumpyArray", () => {
  it("prints single precision arrays as numpy.array2string does", () => {
    for (const { shape, values, text } of printed) {
      const numbers = values.map((value) => infinities.get(value) ?? Number(value));
      assert.equal(formatNumpyArray(numbers, shape), text);
    }
  });
});
