import assert from "node:assert/strict";
import {
  formatPythonFixed,
  formatPythonFloat,
  formatPythonNumber,
} from "../../src/catalog/pythonNumber.js";

describe("formatPythonFloat", () => {
  it("prints what Python's repr prints", () => {
    const printed: [number, string][] = [
      [0.1, "0.1"],
      [1e-5, "1e-05"],
      [0.0001, "0.0001"],
      [1e-9, "1e-09"],
      [2.5e-7, "2.5e-07"],
      [1e16, "1e+16"],
      [1e15, "1000000000000000.0"],
      [9999999999999998, "9999999999999998.0"],
      [123456789012345680, "1.2345678901234568e+17"],
      [1e22, "1e+22"],
      [-0, "-0.0"],
      [0, "0.0"],
      [10, "10.0"],
      [-1.2, "-1.2"],
      [1 / 3, "0.3333333333333333"],
      [5e-324, "5e-324"],
      [1.7976931348623157e308, "1.7976931348623157e+308"],
      [Infinity, "inf"],
      [-Infinity, "-inf"],
      [NaN, "nan"],
    ];
    for (const [value, text] of printed) assert.equal(formatPythonFloat(value), text);
  });
});

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
  });
});

describe("formatPythonNumber", () => {
  it("tells ints from floats", () => {
    assert.equal(formatPythonNumber({ value: 2, isFloat: false }), "2");
    assert.equal(formatPythonNumber({ value: 2, isFloat: true }), "2.0");
  });
});
