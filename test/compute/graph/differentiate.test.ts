import assert from "node:assert/strict";
import { differentiate } from "../../../src/compute/graph/differentiate.js";
import { evaluateExpressions } from "../../../src/compute/graph/evaluateExpression.js";
import type { Axis, Expression } from "../../../src/compute/graph/expression.js";
import * as op from "../../../src/compute/graph/operations.js";

const items: Axis = { name: "item", size: 3 };
const all: Expression = { kind: "parameter", axes: [items], offset: 0, strides: [1] };
const at = (index: number): Expression => ({
  kind: "parameter",
  axes: [],
  offset: index,
  strides: [],
});
const [a, b, c] = [at(0), at(1), at(2)];

/** The gradient of an expression with respect to all parameters. */
function gradientOf(total: Expression, parameters: readonly number[]): number[] {
  const gradient = parameters.map(() => 0);
  const found = [...differentiate(total)];
  const values = evaluateExpressions(
    found.map(([, share]) => share),
    { parameters },
  );
  found.forEach(([parameter, share], i) => {
    for (let index = 0; index < (parameter.axes.length > 0 ? items.size : 1); index++) {
      gradient[parameter.offset + index] += values[i].values[share.axes.length > 0 ? index : 0];
    }
  });
  return gradient;
}

/** The same by Richardson's extrapolation of central differences. */
function differencesOf(total: Expression, parameters: readonly number[]): number[] {
  const value = (moved: readonly number[]) =>
    evaluateExpressions([total], { parameters: moved })[0].values[0];
  return parameters.map((parameter, i) => {
    const slope = (step: number) =>
      (value(parameters.with(i, parameter + step)) - value(parameters.with(i, parameter - step))) /
      (2 * step);
    return (4 * slope(5e-4) - slope(1e-3)) / 3;
  });
}

describe("differentiate", () => {
  const formulas: [string, Expression, number[]][] = [
    ["sums and differences", op.sub(op.add(a, b, a), op.negate(c)), [1, 2, 3]],
    ["products and quotients", op.div(op.mul(a, b, b), op.add(c, a)), [1, 2, 3]],
    ["abs and sign", op.mul(op.abs(a), op.sign(b), op.abs(op.mul(b, c))), [-1, -2, 3]],
    ["powers", op.add(op.power(a, b), op.sqrt(c), op.square(b)), [1.3, -0.7, 2]],
    ["exponentials", op.add(op.exp(a), op.log(b), op.expm1(op.mul(a, c))), [0.3, 2, -1]],
    ["angles", op.mul(op.sin(op.mul(a, b)), op.cos(op.add(b, c))), [0.4, 1.7, 2]],
    ["hyperbolic functions", op.add(op.tanh(a), op.mul(op.sinh(b), op.cosh(c))), [0.4, 0.7, -1]],
    ["sigmoid and relu", op.add(op.sigmoid(a), op.relu(b), op.relu(c)), [0.4, 0.7, -1]],
    ["least and largest", op.add(op.minimum(a, b), op.mul(2, op.maximum(b, c))), [0.4, 0.7, -1]],
    ["clamps", op.add(op.clamp(a, -1, 1), op.clamp(b, -1, 1), op.clamp(c, -1, 1)), [0.4, 2, -3]],
    ["choices", op.mul(op.selectLess(a, 0.5, b, c), op.selectLessOrEqual(b, a, c, b)), [0.4, 2, 3]],
    ["rounding", op.mul(a, op.round(b)), [0.4, 2.3, 3]],
    ["sums along an axis", op.sum(op.mul(op.square(all), a), items), [0.4, 2, 3]],
    ["products along an axis", op.mul(op.product(op.add(all, b), items), c), [0.4, 2, 3]],
    ["means of means", op.mean(op.mul(all, op.mean(op.exp(all), items)), items), [0.4, 0.2, -1]],
    ["constants along an axis", op.sum(op.add(op.mul(a, b), op.mul(all, 0)), items), [0.4, 2, 3]],
  ];
  for (const [name, total, parameters] of formulas) {
    it(`agrees with central differences: ${name}`, () => {
      const gradient = gradientOf(total, parameters);
      differencesOf(total, parameters).forEach((difference, i) => {
        const tolerance = 1e-9 * Math.max(1, Math.abs(difference));
        assert.ok(Math.abs(gradient[i] - difference) < tolerance, `${gradient[i]}, ${difference}`);
      });
    });
  }

  it("takes PyTorch's conventions where a function has no slope", () => {
    assert.deepEqual(gradientOf(op.abs(a), [0]), [0]);
    assert.deepEqual(gradientOf(op.relu(a), [0]), [0]);
    assert.deepEqual(gradientOf(op.minimum(a, b), [2, 2]), [0.5, 0.5]);
    assert.deepEqual(gradientOf(op.maximum(a, b), [2, 2]), [0.5, 0.5]);
    assert.deepEqual(gradientOf(op.clamp(a, 0, 1), [0]), [1]);
    assert.deepEqual(gradientOf(op.clamp(a, 0, 1), [1]), [1]);
    assert.deepEqual(gradientOf(op.clamp(a, 0, 1), [1.5]), [0]);
    assert.deepEqual(gradientOf(op.power(op.mul(a, 0), b), [1, 2]), [0, 0]);
  });

  it("finds the products of all other elements when some are 0", () => {
    const total = op.product(all, items);
    assert.deepEqual(gradientOf(total, [2, 3, 5]), [15, 10, 6]);
    assert.deepEqual(gradientOf(total, [2, 0, 5]), [0, 10, 0]);
    assert.deepEqual(gradientOf(total, [2, 0, 0]), [0, 0, 0]);
  });
});
