import { UserError } from "../../util/userError.js";
import { evaluateExpressions } from "../../compute/graph/evaluateExpression.js";
import type { Axis, Expression } from "../../compute/graph/expression.js";
import type { LandscapeOperation } from "./landscapeOperations.js";
import { rowMajor } from "../modules/parts/createLayer.js";
import { singleLayer } from "../networks/singleLayer.js";
import { defaultRunSettings } from "../../experiments/settings/runSettings.js";

export interface LandscapeOptions {
  /** Default `div`. */
  readonly operation?: LandscapeOperation;
  /** Samples of each weight. Default 101. */
  readonly points?: number;
  /** The input, four numbers. Default 1, 1.2, 1.8, 2. */
  readonly input?: readonly number[];
}

/** A point of the surface of one module. */
export interface LandscapePoint {
  readonly module: string;
  /** The weight that the additive layer's sums share. */
  readonly w1: number;
  /** The weight that the module's inputs share. */
  readonly w2: number;
  /** Root mean squared error: of one sample, the distance from the target. */
  readonly rmse: number;
}

interface LandscapeModule {
  readonly module: string;
  readonly layerType: string;
  /** Where a weight may lie after a step. */
  readonly bounds: readonly [low: number, high: number];
  /** All parameters, in the module's order. */
  readonly weights: (w2: number, operation: LandscapeOperation) => readonly number[];
}

const landscapeModules: readonly LandscapeModule[] = [
  {
    module: "Real NPU",
    layerType: "RealNPU",
    bounds: [-1, 1],
    weights: (w2, operation) => [w2, operation === "div" ? -w2 : w2, 1, 1],
  },
  {
    module: "NRU",
    layerType: "NRU",
    bounds: [-1, 1],
    weights: (w2, operation) => [w2, operation === "div" ? -w2 : w2],
  },
  {
    module: "NMRU",
    layerType: "SignNMRU",
    bounds: [0, 1],
    weights: (w2, operation) => (operation === "div" ? [w2, 0, 0, w2] : [w2, w2, 0, 0]),
  },
];

/**
 * The loss of an additive layer followed by a module, over two weights that are shared: z1 = w1 (x1 + x2),
 * z2 = w1 (x1 + x2 + x3 + x4), and a module with weight w2 for what it is to multiply with, and -w2 (NMRU: w2 for the
 * reciprocal) for what it is to divide by. The formulas are those of training.
 *
 * The notebook of figure 9 of *Learning Division with Neural Arithmetic Logic Modules* is not published. This follows
 * the same authors' script for two-layer networks, which has this input and these sums.
 *
 * @throws {UserError} for fewer than two samples, and inputs that are not four numbers
 */
export function lossLandscape(options: LandscapeOptions = {}): LandscapePoint[] {
  const { operation = "div", points = 101, input = [1, 1.2, 1.8, 2] } = options;
  if (!Number.isInteger(points) || points < 2) {
    throw new UserError(`A landscape needs two samples of each weight or more, not ${points}.`, 2);
  }
  if (input.length !== 4 || !input.every(Number.isFinite)) {
    throw new UserError(`The input of a landscape is four numbers, not ${input.join(", ")}.`, 2);
  }
  const [first, second] = [input[0] + input[1], input.reduce((sum, value) => sum + value, 0)];
  const target = operation === "div" ? first / second : first * second;
  const w1s = samplesOf([-1, 1], points);
  const sums = [first, second].flatMap((sum) => w1s.map((w1) => w1 * sum));
  return landscapeModules.flatMap(({ module, layerType, bounds, weights }) => {
    const output = outputOf(layerType, points);
    return samplesOf(bounds, points).flatMap((w2) => {
      const leaves = { parameters: weights(w2, operation), batch: sums, rows: points };
      const [{ values }] = evaluateExpressions([output], leaves);
      return w1s.map((w1, row) => ({ module, w1, w2, rmse: Math.abs(values[row] - target) }));
    });
  });
}

/** A module's output for some rows of two inputs. */
function outputOf(layerType: string, rows: number): Expression {
  const inputs: Axis = { name: "input", size: 2 };
  const samples: Axis = { name: "sample", size: rows };
  const network = singleLayer.create(
    { ...defaultRunSettings, layerType },
    { inputs, firstNoiseColumn: inputs.size },
  );
  const axes = [samples, inputs];
  const x: Expression = {
    kind: "input",
    axes,
    offset: 0,
    strides: rowMajor(axes),
    isFinite: true,
  };
  return network.pass(x, samples, true).output;
}

/** Evenly spaced numbers, both ends and, where it lies between them, zero exactly. */
function samplesOf([low, high]: readonly [number, number], points: number): number[] {
  return Array.from({ length: points }, (_, index) => {
    const steps = points - 1;
    return (low * (steps - index) + high * index) / steps;
  });
}
