import assert from "node:assert/strict";
import type { Code } from "../../../../src/util/wasm/code.js";
import { i32, loopUntil, v128 } from "../../../../src/util/wasm/instructions.js";
import { FunctionWriter, writeModule } from "../../../../src/util/wasm/moduleWriter.js";
import { ElementaryFunctions } from "../../../../src/compute/backends/formulas/elementary.js";
import {
  vectorInstructions,
  type VectorValues,
} from "../../../../src/compute/backends/wasm/vectorInstructions.js";
import { evaluateBinary, evaluateUnary } from "../../../../src/compute/graph/evaluateOperator.js";

type Functions = "exp" | "expm1" | "log" | "sin" | "cos" | "tanh" | "sinh" | "cosh" | "sigmoid";

/** Compiles a function of two vectors and applies it to arrays. */
function apply(
  write: (math: ElementaryFunctions<VectorValues>, x: Code, y: Code) => Code,
  xs: Float32Array,
  ys: Float32Array = xs,
): Float32Array {
  const count = Math.ceil(xs.length / 4) * 4;
  const fn = new FunctionWriter([]);
  const at = fn.local("i32");
  const [x, y] = [fn.local("v128"), fn.local("v128")];
  const math = new ElementaryFunctions<VectorValues>(vectorInstructions(fn));
  const body = fn.capture(() => {
    fn.emit(x.set(v128.load(at.get, 0)), y.set(v128.load(at.get, 4 * count)));
    fn.emit(v128.store(at.get, write(math, x.get, y.get), 8 * count));
  });
  const next = at.set(i32.add(at.get, i32.const(16)));
  fn.emit(loopUntil([...body, next], i32.geU(at.get, i32.const(4 * count))));
  const pages = Math.ceil((12 * count) / 65536);
  const module = new WebAssembly.Module(writeModule(new Map([["run", fn]]), pages));
  const { exports } = new WebAssembly.Instance(module);
  const { buffer } = exports.memory as WebAssembly.Memory;
  new Float32Array(buffer, 0, xs.length).set(xs);
  new Float32Array(buffer, 4 * count, ys.length).set(ys);
  (exports.run as () => void)();
  return new Float32Array(buffer, 8 * count, xs.length).slice();
}

/** Distance in units in the last place of a single precision number. */
function unitsApart(actual: number, exact: number): number {
  const rounded = Math.fround(exact);
  if (Object.is(actual, rounded) || (Number.isNaN(actual) && Number.isNaN(rounded))) return 0;
  const exponent = Math.max(-126, Math.floor(Math.log2(Math.abs(exact))));
  return Math.abs(actual - exact) / 2 ** (exponent - 23);
}

/** Many numbers between two bounds, evenly spread. */
function spread(low: number, high: number, count = 20_001): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
}

const edges = Float32Array.of(
  0,
  -0,
  1,
  -1,
  Infinity,
  -Infinity,
  NaN,
  1e-45,
  -1e-45,
  1.1754943508222875e-38,
  1e-40,
  3.4028234663852886e38,
  -3.4028234663852886e38,
  88.7228,
  88.7229,
  -87.4,
  -103.9,
  -104.1,
  1e30,
);

describe("elementary functions on vectors", () => {
  const accuracy: [Functions, number, Float32Array][] = [
    ["exp", 1.5, spread(-87, 88)],
    ["exp", 1, spread(-103, -88)],
    ["expm1", 3.5, spread(-5, 5)],
    ["log", 1.2, spread(1e-30, 3)],
    ["log", 1.2, spread(0.9, 1.1)],
    ["log", 1.2, spread(1e-45, 1e-37)],
    ["sin", 2, spread(-10, 10)],
    ["cos", 2, spread(-10, 10)],
    ["tanh", 2.5, spread(-10, 10)],
    ["sinh", 3, spread(-20, 20)],
    ["cosh", 3, spread(-20, 20)],
    ["sigmoid", 3, spread(-80, 30)],
  ];
  for (const [name, limit, xs] of accuracy) {
    it(`${name}: at most ${limit} units in the last place from ${xs[0]} to ${xs.at(-1)}`, () => {
      const values = apply((math, x) => math[name](x), xs);
      let worst = 0;
      values.forEach((value, i) => {
        const exact = evaluateUnary(name, xs[i]);
        // Near a zero of sine and cosine, absolute errors count.
        const isSmall = (name === "sin" || name === "cos") && Math.abs(exact) < 0.01;
        worst = Math.max(
          worst,
          isSmall ? Math.abs(value - exact) * 2 ** 24 : unitsApart(value, exact),
        );
      });
      assert.ok(worst <= limit, `${worst} units`);
    });
  }

  it("reduces large angles", () => {
    const xs = spread(-1e9, 1e9, 4001);
    for (const name of ["sin", "cos"] as const) {
      const values = apply((math, x) => math[name](x), xs);
      values.forEach((value, i) => {
        assert.ok(Math.abs(value - Math[name](xs[i])) < 2e-7, `${name}(${xs[i]}) = ${value}`);
      });
    }
  });

  for (const name of new Set(accuracy.map(([name]) => name))) {
    it(`${name}: zeros, infinities, not-a-number and denormals as IEEE has them`, () => {
      const isPeriodic = name === "sin" || name === "cos";
      const inRange = edges.filter((x) => !isPeriodic || Math.abs(x) < 1e9 || !Number.isFinite(x));
      const values = apply((math, x) => math[name](x), inRange);
      values.forEach((value, i) => {
        const exact = evaluateUnary(name, inRange[i]);
        assert.ok(unitsApart(value, exact) <= 3, `${name}(${inRange[i]}) = ${value}, not ${exact}`);
      });
    });
  }

  it("power: exact where the result is, right at the edges, and close elsewhere", () => {
    const bases = [0, 1e-45, 1e-4, 0.3, 1, 1.5, 7, 1e6, 3e38, Infinity, NaN, -2];
    const exponents = [0, -0, 1, -1, 0.5, -0.5, 2, -3, 0.123, Infinity, -Infinity, NaN];
    const pairs = bases.flatMap((base) => exponents.map((exponent) => [base, exponent]));
    const xs = Float32Array.from(pairs, ([base]) => base);
    const ys = Float32Array.from(pairs, ([, exponent]) => exponent);
    const values = apply((math, x, y) => math.power(x, y), xs, ys);
    values.forEach((value, i) => {
      const exact = evaluateBinary("power", xs[i], ys[i]);
      assert.ok(unitsApart(value, exact) <= 0.51, `${xs[i]} ** ${ys[i]} = ${value}, not ${exact}`);
    });
    const random = spread(1e-6, 1e6, 20_000);
    const powers = spread(-2, 2, 20_000);
    apply((math, x, y) => math.power(x, y, true), random, powers).forEach((value, i) => {
      assert.ok(unitsApart(value, random[i] ** powers[i]) <= 0.51);
    });
  });
});
