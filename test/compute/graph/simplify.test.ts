import assert from "node:assert/strict";
import type { Axis, Expression } from "../../../src/compute/graph/expression.js";
import * as op from "../../../src/compute/graph/operations.js";
import { simplify } from "../../../src/compute/graph/simplify.js";

const parameter = (offset: number): Expression => ({
  kind: "parameter",
  axes: [],
  offset,
  strides: [],
});
const [a, b] = [parameter(0), parameter(1)];

describe("simplify", () => {
  it("makes equal expressions one object, whatever the order of sums and products", () => {
    const again = parameter(0);
    const [first, second] = simplify([op.mul(op.add(a, b), b), op.mul(b, op.add(b, again))]);
    assert.equal(first, second);
  });

  it("folds constants, neutral elements and signs", () => {
    const [plain, folded] = simplify([
      op.sub(a, b),
      op.add(op.mul(a, op.sub(2, 1)), op.negate(op.div(b, 1)), 0),
    ]);
    assert.equal(folded, plain);
    const [product, signs] = simplify([op.mul(a, b), op.mul(op.negate(a), op.negate(b))]);
    assert.equal(signs, product);
  });

  it("keeps a product with 0, which is not 0 for an infinite factor", () => {
    const [kept] = simplify([op.mul(a, 0)]);
    assert.equal(kept.kind, "binary");
  });

  it("turns a sum of equal elements into a multiple", () => {
    const axis: Axis = { name: "item", size: 4 };
    const sum: Expression = { kind: "reduce", axes: [], operator: "sum", axis, argument: a };
    const [quadruple, multiple] = simplify([sum, op.mul(a, 4)]);
    assert.equal(quadruple, multiple);
  });
});
