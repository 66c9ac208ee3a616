import {
  abs,
  add,
  constant,
  mul,
  power,
  product,
  round,
  selectEqual,
  selectLess,
  sign,
  square,
  sub,
  tanh,
} from "../../compute/graph/operations.js";
import type { Expression } from "../../compute/graph/expression.js";
import { lowerBoundSettings } from "../../experiments/settings/penalties.js";
import { betaInitSettings } from "../../experiments/settings/noise.js";
import { nruSettings } from "../../experiments/settings/nru.js";
import {
  boundedInForward,
  clampAfterStep,
  nruBounds,
  weightPenalties,
} from "./parts/boundedWeights.js";
import { betaCentred, constantValue, nauUniform } from "./parts/initializers.js";
import type { Layer, ModuleDefinition } from "./parts/moduleDefinition.js";
import { nauBias, nauOutOfBounds, nauUnused } from "./parts/penalties.js";

/** How steep training tells used inputs from unused ones. */
const steepness = 1000;

/**
 * Neural Reciprocal Unit: y = Π_i (sgn(x_i) |x_i|^W_i t_i + 1 - t_i), with t = tanh(1000 W)² in
 * training and |W| in evaluation. Mistry, Farrahi, Hare, "Learning Division with Neural Arithmetic
 * Logic Modules" (2021), eq. 8 and 9. The division mode `div-sepSign` multiplies the factors'
 * magnitudes and takes the sign Π_i sgn(x_i)^round(W_i).
 */
export const nru: ModuleDefinition = {
  name: "NRU",
  layerTypes: ["NRU"],
  namespace: "nru",
  settings: [lowerBoundSettings, betaInitSettings, nruSettings],
  parameters: ({ inputs, outputs, settings }) => [
    {
      name: "W",
      axes: [outputs, inputs],
      initial: settings.betaNau ? betaCentred() : nauUniform(),
      clamp: clampAfterStep(settings, nruBounds(settings)),
    },
    ...(settings.trashCell ? [{ name: "trash_cell", axes: [], initial: constantValue(0) }] : []),
  ],
  forward(layer) {
    const { x, inputs, settings, training } = layer;
    const weights = boundedInForward(layer.parameters.W, settings, nruBounds(settings));
    const used = training ? square(tanh(mul(steepness, weights))) : abs(weights);
    const magnitude = power(abs(x), weights);
    const factor = (value: Expression) => add(mul(value, used), sub(1, used));
    const output =
      settings.nruDivisionMode === "div"
        ? product(factor(mul(sign(x), magnitude)), inputs)
        : mul(product(factor(magnitude), inputs), separateSign(layer));
    return settings.trashCell && training ? add(output, layer.parameters.trash_cell) : output;
  },
  penalties: ({ settings, samples, positions, x, parameters: { W, trash_cell } }) => ({
    ...weightPenalties(settings, {
      bias: () => nauBias(W, settings.regularizerShape),
      outOfBounds: () => nauOutOfBounds(W, settings.regularizerShape),
      unused: () => nauUnused(W, x, { samples, positions }),
    }),
    ...(settings.trashCell && { trash: abs(trash_cell) }),
  }),
  logged: ({ parameters: { W } }) => [
    { name: "W", value: W, hasSparsityError: true, hasText: true },
  ],
};

/** Π_i sgn(x_i)^n_i, n = round(W): -1 only to odd powers, 0 to a negative power is infinite. */
function separateSign({ x, inputs, parameters: { W } }: Layer): Expression {
  const exponent = round(W);
  const isOdd = sub(exponent, mul(2, round(mul(exponent, 0.5))));
  const ofNegative = selectEqual(isOdd, 0, 1, -1);
  const ofZero = selectEqual(exponent, 0, 1, selectLess(exponent, 0, Infinity, 0));
  const factor = selectLess(x, 0, ofNegative, selectLess(0, x, constant(1), ofZero));
  return product(factor, inputs);
}
