import type { Axis, Expression } from "../../../compute/graph/expression.js";
import {
  abs,
  add,
  div,
  mul,
  product,
  selectLess,
  slice,
  sub,
  sum,
} from "../../../compute/graph/operations.js";
import { boundedInForward, clampAfterStep, nmuBounds, weightPenalties } from "./boundedWeights.js";
import { nmuUniform } from "./initializers.js";
import type {
  Layer,
  LayerShape,
  NoiseDefinition,
  ParameterDefinition,
  PenaltyKey,
} from "./moduleDefinition.js";
import { singleEpsilon } from "./npuParts.js";
import { nmuBias, nmuOutOfBounds, nmuUnused } from "./penalties.js";

/** What an NMRU weighs: the inputs, or their reciprocals. */
export interface NmruHalf {
  /** x or 1 / x, with noise if there is any. Training adds ε to the x of the quotient. */
  readonly value: Expression;
  /** What the value was multiplied with. */
  readonly noise: Expression | null;
  /** The part of an array whose last axis holds both halves. */
  readonly of: (array: Expression) => Expression;
}

/** The weights of an NMRU: a row for each output; its columns weigh the inputs, then the reciprocals. */
export function nmruWeights({ inputs, outputs, settings }: LayerShape): ParameterDefinition {
  const columns: Axis = { name: "inputs and reciprocals", size: 2 * inputs.size };
  return {
    name: "W",
    axes: [outputs, columns],
    initial: nmuUniform(),
    clamp: clampAfterStep(settings, nmuBounds(settings)),
  };
}

/** @param bounds of the noise of `--nmu-noise`, which training multiplies with x and 1 / x */
export function nmruHalves(layer: Layer, bounds: NoiseDefinition["bounds"]): NmruHalf[] {
  const { x, inputs, training, settings, parameters } = layer;
  const columns = lastAxis(parameters.W);
  const noise =
    settings.nmuNoise && training ? layer.noise("inputs", { axes: [columns], bounds }) : null;
  const reciprocal = div(1, training ? add(x, singleEpsilon) : x);
  return [x, reciprocal].map((value, index) => {
    const of = (array: Expression) => slice(array, lastAxis(array), index * inputs.size, inputs);
    const factor = noise && of(noise);
    return { value: factor ? mul(value, factor) : value, noise: factor, of };
  });
}

/** Π_j (W_j v_j + 1 - W_j) over inputs and reciprocals, with the noise's own product divided out. */
export function nmruProduct(
  { inputs, settings, parameters: { W } }: Layer,
  halves: readonly NmruHalf[],
  valueOf: (half: NmruHalf) => Expression,
): Expression {
  const over = (values: (half: NmruHalf) => Expression): Expression => {
    const [plain, reciprocal] = halves.map((half) => {
      const weights = boundedInForward(half.of(W), settings, nmuBounds(settings));
      return product(nmuFactor(weights, values(half)), inputs);
    });
    return mul(plain, reciprocal);
  };
  const output = over(valueOf);
  return halves[0].noise
    ? div(
        output,
        over(({ noise }) => noise!),
      )
    : output;
}

/** cos(π Σ W_j [v_j < 0]): the sign that the product of magnitudes lost. */
export function retrievedAngle(
  { inputs, parameters: { W } }: Layer,
  halves: readonly NmruHalf[],
): Expression {
  const [plain, reciprocal] = halves.map((half) =>
    sum(mul(selectLess(half.value, 0, Math.PI, 0), half.of(W)), inputs),
  );
  return add(plain, reciprocal);
}

/** The penalties of every NMRU. */
export function nmruPenalties(
  layer: Layer,
  halves: () => readonly NmruHalf[],
  valueOf: (half: NmruHalf) => Expression,
): Partial<Record<PenaltyKey, Expression>> {
  const { settings } = layer;
  const { W } = layer.parameters;
  return weightPenalties(settings, {
    bias: () => nmuBias(W, settings.regularizerShape),
    outOfBounds: () => nmuOutOfBounds(W, settings.regularizerShape),
    unused() {
      const [plain, reciprocal] = halves().map((half) =>
        nmuUnused(half.of(W), valueOf(half), layer),
      );
      return mul(0.5, add(plain, reciprocal));
    },
  });
}

/** The factor of an NMU: x where W is 1, 1 where W is 0. */
export function nmuFactor(weight: Expression, value: Expression): Expression {
  return sub(add(mul(weight, value), 1), weight);
}

export function magnitude({ value }: NmruHalf): Expression {
  return abs(value);
}

function lastAxis({ axes }: Expression): Axis {
  return axes[axes.length - 1];
}
