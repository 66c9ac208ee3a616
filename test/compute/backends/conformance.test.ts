import assert from "node:assert/strict";
import type { Backend } from "../../../src/compute/backends/backend.js";
import { backends } from "../../../src/compute/backends/backends.js";
import {
  evaluateBinary,
  evaluateComparison,
  evaluateUnary,
} from "../../../src/compute/graph/evaluateOperator.js";
import { evaluateExpressions } from "../../../src/compute/graph/evaluateExpression.js";
import {
  binaryOperators,
  unaryOperators,
  type Axis,
  type BinaryOperator,
  type Comparison,
  type Expression,
  type UnaryOperator,
} from "../../../src/compute/graph/expression.js";
import {
  clamp,
  mean,
  mul,
  product,
  selectEqual,
  selectLess,
  selectLessOrEqual,
  slice,
  sum,
} from "../../../src/compute/graph/operations.js";
import { interpreted } from "./cuda/sameBits.js";
import { computeOnce, input, parameter } from "./session.js";

/** Zeros, the smallest and largest numbers, infinities, not-a-number, halves, and edges of functions. */
const specials = [
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  1.5,
  2.5,
  -2.5,
  Infinity,
  -Infinity,
  NaN,
  2 ** -149,
  -(2 ** -149),
  1e-40,
  2 ** -127,
  2 ** -126,
  1.9999998807907104 * 2 ** -127,
  2 ** 127,
  -(2 ** 127),
  3.4028234663852886e38,
  -3.4028234663852886e38,
  1e-8,
  0.35,
  -0.35,
  0.625,
  -0.625,
  20,
  -20,
  88,
  88.72,
  88.8,
  89,
  -87,
  -88,
  -103,
  -103.9,
  -104.5,
  100,
  Math.PI,
  -Math.PI,
  Math.PI / 2,
  2,
  3,
  7,
  -3,
  0.1,
  8388607.5,
  1e9,
  12.375,
].map(Math.fround);

/** Pairs of all special numbers with some of them. */
const pairs = specials.flatMap((left, i) =>
  specials
    .filter((_, j) => (i + j) % 3 === 0 || (i < 22 && j < 22))
    .map((right) => [left, right] as const),
);

/** How far a backend may be from the reference meaning. */
interface Allowance {
  /** In units in the last place of single precision. */
  readonly units: number;
  /** Distances of some operators that count as none, where results are near 0. */
  readonly absolute?: Readonly<Record<string, number>>;
  /** Whether the sign of a zero is the reference's. */
  readonly keepsZeroSigns: boolean;
}

const strict: Allowance = { units: 3.5, keepsZeroSigns: true };
const allowances: Readonly<Record<string, Allowance>> = {
  // Operators of a library: π in single precision, zeros without a sign.
  tfjs: { units: 8, absolute: { sin: 5e-7, cos: 5e-7 }, keepsZeroSigns: false },
};

const samples: Axis = { name: "sample", size: 4 };

/** Distance in units in the last place; infinite where one is a number and the other is not. */
function unitsApart(actual: number, exact: number, precision: 32 | 64): number {
  if (precision === 64) return Object.is(actual, exact) || actual === exact ? 0 : Infinity;
  const rounded = Math.fround(exact);
  if (actual === rounded || (Number.isNaN(actual) && Number.isNaN(rounded))) return 0;
  if (!Number.isFinite(rounded) && Math.abs(actual) === Infinity) return Infinity;
  const exponent = Math.max(-126, Math.floor(Math.log2(Math.abs(exact))));
  const distance = Math.abs(actual - exact) / 2 ** (exponent - 23);
  return Number.isNaN(distance) ? Infinity : distance;
}

interface Case {
  readonly name: string;
  readonly write: (x: Expression, y: Expression) => Expression;
  readonly exact: (x: number, y: number) => number;
  readonly operands: readonly (readonly [x: number, y: number])[];
}

const alone = specials.map((x) => [x, 0] as const);

function unaryCase(operator: UnaryOperator): Case {
  return {
    name: operator,
    write: (x) => ({ kind: "unary", axes: x.axes, operator, argument: x }),
    exact: (x) => evaluateUnary(operator, x),
    // Angles beyond some turns differ by how π is rounded, not by what a sine is.
    operands: alone.filter(
      ([x]) => !isPeriodic(operator) || Math.abs(x) < 1e9 || !Number.isFinite(x),
    ),
  };
}

const isPeriodic = (operator: UnaryOperator) => operator === "sin" || operator === "cos";

function binaryCase(operator: BinaryOperator): Case {
  return {
    name: operator,
    write: (left, right) => ({
      kind: "binary",
      axes: [...new Set([...left.axes, ...right.axes])],
      operator,
      left,
      right,
    }),
    exact: (x, y) => evaluateBinary(operator, x, y),
    operands: pairs,
  };
}

function selectCase(comparison: Comparison, select: typeof selectLess): Case {
  return {
    name: `select ${comparison}`,
    write: (x, y) => select(x, y, 2, -0.5),
    exact: (x, y) => (evaluateComparison(comparison, x, y) ? 2 : -0.5),
    operands: pairs,
  };
}

const cases: readonly Case[] = [
  ...unaryOperators.map(unaryCase),
  ...binaryOperators.map(binaryCase),
  {
    name: "clamp",
    write: (x) => clamp(x, -1, 2),
    exact: (x) => (x < -1 ? -1 : x > 2 ? 2 : x),
    operands: alone,
  },
  selectCase("less", selectLess),
  selectCase("lessOrEqual", selectLessOrEqual),
  selectCase("equal", selectEqual),
  {
    name: "select one of its operands",
    write: (x, y) => selectLess(x, y, x, y),
    exact: (x, y) => (x < y ? x : y),
    operands: pairs,
  },
  {
    name: "select, zero where false",
    write: (x, y) => selectLess(x, y, y, 0),
    exact: (x, y) => (x < y ? y : 0),
    operands: pairs,
  },
];

/** The code for GPUs, run by an interpreter: on every machine. */
const interpretedCuda = interpreted({ order: "random" }, "cuda (interpreted)");

const available = await Promise.all(
  [...backends, interpretedCuda].map(async (backend) => ({
    backend,
    reason: await backend.available(),
  })),
);

for (const { backend, reason } of available) {
  if (reason !== undefined) {
    it(`${backend.name} says why it cannot compute here: ${reason.split("\n")[0]}`, async () => {
      const one = { results: [parameter(0)], samples };
      await assert.rejects(computeOnce(backend, one), (error: Error) => error.message === reason);
    });
    continue;
  }
  describe(`the backend ${backend.name} means by`, () => {
    for (const one of cases) {
      it(one.name, () => checkOperator(backend, one));
    }
    for (const unrollLimit of [0, 32]) {
      const way = unrollLimit === 0 ? "in loops" : "written out";
      it(`reductions over axes, ${way}`, () => checkReductions(backend, unrollLimit));
      it(`views of parameters and inputs, ${way}`, () => checkViews(backend, unrollLimit));
    }
    it("sums over long axes, in parts", () => checkLongSums(backend));
    if (backend.precision === 32 && backend.form.sumsInParts === undefined) {
      it("the order of sums over long axes", () => checkOrderOfLongSums(backend));
    }
    for (const rows of [1, 3, 4, 7, 130]) {
      it(`a sum over ${rows} samples`, () => checkSums(backend, rows));
    }
  });
}

/** An operator of numbers that all samples share, and of numbers of each sample. */
async function checkOperator(
  backend: Backend,
  { name, write, exact, operands }: Case,
): Promise<void> {
  const { units: limit, absolute, keepsZeroSigns } = allowances[backend.name] ?? strict;
  const check = (actual: number, [x, y]: readonly [number, number], keepsSign: boolean) => {
    const expected = exact(x, y);
    if (Math.abs(actual - expected) <= (absolute?.[name] ?? 0)) return;
    const units = unitsApart(actual, expected, backend.precision);
    assert.ok(
      units <= limit,
      `(${x}, ${y}) gives ${actual} instead of ${Math.fround(expected)}: ${units}`,
    );
    if (keepsZeroSigns && keepsSign && expected === 0) {
      assert.ok(Object.is(actual, expected), `(${x}, ${y}) gives the zero ${1 / actual}`);
    }
  };
  const perStep = 32;
  for (let start = 0; start < operands.length; start += perStep) {
    const some = operands.slice(start, start + perStep);
    const shared = await computeOnce(backend, {
      results: some.map((_, i) => write(parameter(2 * i), parameter(2 * i + 1))),
      samples,
      parameters: some.flat(),
    });
    some.forEach((operand, i) => check(shared.results[i], operand, true));
  }
  const rows: Axis = { name: "sample", size: perStep };
  for (let start = 0; start < operands.length; start += perStep) {
    const some = Array.from({ length: perStep }, (_, i) => operands[(start + i) % operands.length]);
    const value = write(input(rows, 0), input(rows, 1));
    // A sum over samples of all but one are zeros.
    const results = some.map((_, i) => sum(selectEqual(input(rows, 2, true), i, value, 0), rows));
    const columns = [some.map(([x]) => x), some.map(([, y]) => y), some.map((_, i) => i)];
    const each = await computeOnce(backend, { results, samples: rows, columns });
    some.forEach((operand, i) => check(each.results[i], operand, false));
  }
}

/** Numbers that sums and products do not round: reductions may go in any order. */
const small = (count: number) => Array.from({ length: count }, (_, i) => ((i * 7) % 5) - 2 || 1);

async function compare(
  backend: Backend,
  results: readonly Expression[],
  rows: Axis,
  given: {
    readonly parameters: readonly number[];
    readonly columns: readonly (readonly number[])[];
  },
  unrollLimit?: number,
): Promise<void> {
  const computed = await computeOnce(backend, { results, samples: rows, ...given, unrollLimit });
  const leaves = { parameters: given.parameters, batch: given.columns.flat(), rows: rows.size };
  const expected = evaluateExpressions(results, leaves).map(({ values }) => values[0]);
  assert.deepEqual([...computed.results], expected);
}

async function checkReductions(backend: Backend, unrollLimit: number): Promise<void> {
  const [outer, inner]: Axis[] = [
    { name: "outer", size: 3 },
    { name: "inner", size: 5 },
  ];
  const matrix = parameter(0, [outer, inner], [5, 1]);
  const vector = parameter(15, [inner], [1]);
  const rows: Axis = { name: "sample", size: 6 };
  const x: Expression = {
    kind: "input",
    axes: [rows, inner],
    offset: 0,
    strides: [0, 1],
    isFinite: true,
  };
  const results = [
    sum(matrix, outer, inner),
    product(matrix, inner, outer),
    product(sum(mul(matrix, vector), inner), outer),
    sum(product(matrix, outer), inner),
    sum(mul(x, vector), rows, inner),
    sum(product(sum(mul(x, matrix), inner), outer), rows),
    mean(mul(matrix, 15), outer, inner),
  ];
  const columns = Array.from({ length: 5 }, (_, column) => small(6 + column).slice(-6));
  await compare(backend, results, rows, { parameters: small(20), columns }, unrollLimit);
}

/** Loops over parts, with elements behind the last one. */
async function checkLongSums(backend: Backend): Promise<void> {
  const [long, short]: Axis[] = [
    { name: "long", size: 11 },
    { name: "short", size: 3 },
  ];
  const rows: Axis = { name: "sample", size: 6 };
  const matrix = parameter(0, [short, long], [11, 1]);
  const x: Expression = {
    kind: "input",
    axes: [rows, long],
    offset: 0,
    strides: [0, 1],
    isFinite: true,
  };
  const results = [
    sum(matrix, long, short),
    product(slice(matrix, long, 0, long), short, long),
    sum(sum(mul(x, matrix), long), short, rows),
    sum(mul(sum(mul(x, matrix), long), x), rows, long, short),
  ];
  const columns = Array.from({ length: 11 }, (_, column) => small(6 + column).slice(-6));
  await compare(backend, results, rows, { parameters: small(33), columns }, 0);
}

/** Five parts of five elements and what is left: rounding shows the order. */
async function checkOrderOfLongSums(backend: Backend): Promise<void> {
  const size = 27;
  const long: Axis = { name: "long", size };
  const round = Math.fround;
  const parameters = Array.from({ length: size }, (_, i) => round(1 / (i + 1)));
  const sumOf = (values: readonly number[]) =>
    values.reduce((total, value) => round(total + value), 0);
  const parts = [0, 5, 10, 15, 20].map((start) => sumOf(parameters.slice(start, start + 5)));
  const expected = round(sumOf(parts) + sumOf(parameters.slice(25)));
  const { results } = await computeOnce(backend, {
    results: [sum(parameter(0, [long], [1]), long)],
    samples: { name: "sample", size: 4 },
    parameters,
    unrollLimit: 0,
  });
  assert.deepEqual([...results], [expected]);
}

async function checkViews(backend: Backend, unrollLimit: number): Promise<void> {
  const [row, column, part]: Axis[] = [
    { name: "row", size: 2 },
    { name: "column", size: 6 },
    { name: "part", size: 3 },
  ];
  const rows: Axis = { name: "sample", size: 5 };
  const matrix = parameter(1, [row, column], [6, 1]);
  const transposed = parameter(1, [column, row], [1, 6]);
  const x: Expression = {
    kind: "input",
    axes: [rows, column],
    offset: 1,
    strides: [0, 1],
    isFinite: true,
  };
  const results = [
    sum(slice(matrix, column, 2, part), part, row),
    product(slice(matrix, column, 3, part), row, part),
    sum(mul(matrix, transposed), row, column),
    sum(mul(slice(x, column, 1, part), slice(matrix, column, 0, part)), rows, part, row),
  ];
  const columns = Array.from({ length: 7 }, (_, index) => small(5 + index).slice(-5));
  await compare(backend, results, rows, { parameters: small(13), columns }, unrollLimit);
}

/** Also of rows that fill no whole vector. */
async function checkSums(backend: Backend, size: number): Promise<void> {
  const rows: Axis = { name: "sample", size };
  const [x, y] = [input(rows, 0, true), input(rows, 1, true)];
  const total = sum(x, rows);
  const results = [total, sum(mul(x, y), rows), sum(mul(total, y), rows), mean(mul(x, size), rows)];
  const columns = [small(size), small(size + 1).slice(1)];
  await compare(backend, results, rows, { parameters: [0], columns });
}
