import { stringify } from "yaml";
import type { Table } from "../../tables/table.js";
import {
  combine,
  expectation,
  expectationOfRatio,
  multiply,
  sumNumber,
  type Polynomial,
  type UniformInput,
} from "./independentSums.js";

/** How far the first layer's weights are from the exact ones. */
const epsilon = 1e-5;

/** A case of the two-layer task. */
interface Case {
  /** Name of the threshold set, and the place in it. */
  readonly set: string;
  readonly place: string;
  readonly operation: string;
  readonly inputSize: number;
  readonly subsetRatio: number;
  readonly overlapRatio: number;
  readonly range: UniformInput;
  readonly isSimple?: boolean;
}

/** A threshold of the two-layer task. */
export interface TwoLayerThreshold extends Case {
  /** For the subsets of the task: 25 of 100 inputs. */
  readonly threshold: number;
  /** For the subsets of the published script, which hold one input more: R's ranges include their end. */
  readonly asPublished: number;
}

const usual = {
  inputSize: 100,
  subsetRatio: 0.25,
  overlapRatio: 0.5,
  range: { low: 2, high: 6 },
} as const;

function publishedCases(): Case[] {
  const operations = ["add", "sub", "mul", "div", "squared", "root"];
  const mul = { ...usual, operation: "mul" };
  const range = (low: number, high: number, isMirrored = false): Case => ({
    ...mul,
    set: "extrapolation.range",
    place: isMirrored ? `U[${-high},${-low}] & U[${low},${high}]` : `U[${low},${high}]`,
    range: { low, high, isMirrored },
  });
  return [
    ...operations.map((operation): Case => {
      return { ...usual, set: "default", place: "U[2,6]", operation };
    }),
    ...["add", "sub", "mul"].map((operation): Case => {
      return { ...usual, set: "simple", place: "U[2,6]", operation, inputSize: 4, isSimple: true };
    }),
    range(-6, -2),
    range(2, 6, true),
    ...[
      [0.2, 2],
      [1, 5],
      [1.2, 6],
      [2, 6],
      [20, 40],
    ].map(([low, high]) => range(low, high)),
    ...[4, 10, 25, 50, 75, 100, 125, 150, 175, 200, 225, 250, 275, 300].map((inputSize): Case => {
      return { ...mul, set: "input.size", place: String(inputSize), inputSize };
    }),
    ...[0.05, 0.1, 0.25, 0.5].map((subsetRatio): Case => {
      return { ...mul, set: "subset.ratio", place: String(subsetRatio), subsetRatio };
    }),
    ...[0, 0.1, 0.25, 0.5, 0.75, 1].map((overlapRatio): Case => {
      return { ...mul, set: "overlap.ratio", place: String(overlapRatio), overlapRatio };
    }),
  ];
}

/**
 * Thresholds of the two-layer task for every case of the papers: the mean squared error of a network whose first layer's
 * weights are 1e-5 away from the exact ones, inside and outside of the subsets, and whose second layer is exact. The
 * published script draws a million samples without a seed; here the expectation is taken, for quotients and roots to
 * first order in 1e-5.
 */
export function twoLayerThresholds(): TwoLayerThreshold[] {
  return publishedCases().map((one) => ({
    ...one,
    threshold: meanSquaredError(one, blocksOf(one, 0)),
    asPublished: meanSquaredError(one, blocksOf(one, one.isSimple ? 0 : 1)),
  }));
}

/** Inputs that are in the first subset alone, in the second alone, in both, in none. */
type Blocks = readonly [a: number, b: number, both: number, none: number];

function blocksOf({ inputSize, subsetRatio, overlapRatio, isSimple }: Case, extra: 0 | 1): Blocks {
  if (isSimple) return [2, 0, 2, 0];
  const size = Math.floor(subsetRatio * inputSize);
  const both = Math.floor(overlapRatio * size) + extra;
  const alone = size + extra - both;
  return [alone, alone, both, inputSize - 2 * alone - both];
}

function meanSquaredError({ operation, range }: Case, blocks: Blocks): number {
  if (operation === "root") return rootError(range, blocks);
  if (operation === "div") return quotientError(range, blocks);
  const [onlyA, onlyB, both, none] = blocks.map((_, index) => sumNumber(index, 4));
  const a = combine([1, onlyA], [1, both]);
  const b = combine([1, onlyB], [1, both]);
  const all = combine([1, onlyA], [1, onlyB], [1, both], [1, none]);
  // Weights of 1 - epsilon inside and epsilon outside add this to a sum.
  const near = (sum: Polynomial) => combine([1, sum], [epsilon, all], [-2 * epsilon, sum]);
  const result = (x: Polynomial, y: Polynomial): Polynomial => {
    switch (operation) {
      case "add":
        return combine([1, x], [1, y]);
      case "sub":
        return combine([1, x], [-1, y]);
      case "squared":
        return multiply(x, x);
      default:
        return multiply(x, y);
    }
  };
  const error = combine([1, result(near(a), near(b))], [-1, result(a, b)]);
  return expectation(multiply(error, error), blocks, range);
}

/** With d = rest - a: epsilon² / 4 E[d² / a], where the rest and a are independent. */
function rootError(range: UniformInput, [onlyA, onlyB, both, none]: Blocks): number {
  const a = onlyA + both;
  const inverse = expectationOfRatio(0, 1, [a, 0], range);
  const moment = (power: number, size: number) => {
    const sum = sumNumber(0, 1);
    return expectation(power === 1 ? sum : multiply(sum, sum), [size], range);
  };
  const rest = onlyB + none;
  const mean = moment(2, rest) * inverse - 2 * moment(1, rest) + moment(1, a);
  return (epsilon * epsilon * mean) / 4;
}

/** The error is epsilon (b - a) (sum of all) / b²: with q in b alone, p in a alone, (q - p)² (p + none + b)² / b⁴. */
function quotientError(range: UniformInput, [onlyA, onlyB, both, none]: Blocks): number {
  // Sums 0 and 1 are p and none; q and b stay as powers.
  const [p, rest] = [sumNumber(0, 2), sumNumber(1, 2)];
  const beside = combine([1, p], [1, rest]);
  const one: Polynomial = new Map([["0,0", 1]]);
  const byQ: Polynomial[] = [multiply(p, p), combine([-2, p]), one];
  const byB: Polynomial[] = [multiply(beside, beside), combine([2, beside]), one];
  let total = 0;
  for (const [i, left] of byQ.entries()) {
    for (const [j, right] of byB.entries()) {
      const factor = expectation(multiply(left, right), [onlyA, none], range);
      total += factor * expectationOfRatio(i, 4 - j, [onlyB, both], range);
    }
  }
  return epsilon * epsilon * total;
}

/** The thresholds as a table. */
export function twoLayerThresholdTable(thresholds: readonly TwoLayerThreshold[]): Table {
  const text = (name: string, value: (one: TwoLayerThreshold) => string) =>
    ({ name, type: "text", values: thresholds.map(value) }) as const;
  const number = (name: string, value: (one: TwoLayerThreshold) => number) =>
    ({ name, type: "double", values: thresholds.map(value) }) as const;
  return {
    rows: thresholds.length,
    columns: [
      text("set", ({ set }) => set),
      text("operation", ({ operation }) => operation),
      text("place", ({ place }) => place),
      number("threshold", ({ threshold }) => threshold),
      number("as.published", ({ asPublished }) => asPublished),
    ],
  };
}

/** The thresholds for the task's own subsets as a file of `thresholds/`. */
export function twoLayerThresholdFile(thresholds: readonly TwoLayerThreshold[]): string {
  const sets: Record<string, Record<string, Record<string, number>>> = {};
  for (const { set, operation, place, threshold } of thresholds) {
    const operations = (sets[set] ??= {});
    (operations[operation] ??= {})[place] = threshold;
  }
  const about =
    "Thresholds of the two-layer task as two-layer.yaml has them, computed for the task's own subsets (25 of 100 inputs, " +
    "not 26), as expectations. Written by: figures thresholds two-layer.";
  return stringify(
    { about, origin: "computed, for the task's own subsets", sets },
    { lineWidth: 100 },
  );
}
