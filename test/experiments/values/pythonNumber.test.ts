import assert from "node:assert/strict";
import {
  formatPythonFixed,
  formatPythonNumber,
} from "../../../src/experiments/values/pythonNumber.js";

describe("formatPythonFixed", () => {
  it("rounds as Python does, ties to the even digit", () => {
    const printed: [number, string][] = [
      [0.005, "0.00500"],
      [1, "1.00000"],
      [1e-5, "0.00001"],
      [2.5e-6, "0.00000"],
      [1.5e-5, "0.00002"],
      [0.015625, "0.01562"],
      [0.046875, "0.04688"],
      [0.078125, "0.07812"],
      [1.000005, "1.00001"],
    ];
    for (const [value, text] of printed) assert.equal(formatPythonFixed(value, 5), text);
    assert.deepEqual(
      [0.5, 1.5, -2.5].map((value) => formatPythonFixed(value, 0)),
      ["0", "2", "-2"],
    );
  });
});

describe("formatPythonNumber", () => {
  it("tells ints from floats", () => {
    assert.equal(formatPythonNumber({ value: 2, isFloat: false }), "2");
    assert.equal(formatPythonNumber({ value: 2, isFloat: true }), "2.0");
  });
});
