import {
  abs,
  add,
  div,
  expm1,
  mul,
  relu,
  selectLess,
  selectLessOrEqual,
  sigmoid,
  tanh,
} from "../../compute/graph/operations.js";
import type { Expression } from "../../compute/graph/expression.js";
import { constantValue, kaimingUniform, xavierUniform } from "./parts/initializers.js";
import type { Initializer, ModuleDefinition } from "./parts/moduleDefinition.js";
import { weightedSum } from "./parts/nacParts.js";

/** Constants of Klambauer et al., "Self-Normalizing Neural Networks" (2017). */
const seluAlpha = 1.6732632423543772;
const seluScale = 1.0507009873554805;

/** U(±√(3 / inputs)): weights of variance 1 / inputs. */
const seluUniform: Initializer = (generator, [outputs, inputs]) => {
  const bound = Math.sqrt(3 / inputs);
  return generator.uniform(-bound, bound, outputs * inputs);
};

const elu = (value: Expression) => selectLess(0, value, value, expm1(value));

/** y = x Wᵀ + b. */
export const linear = basicLayer("Linear", ["linear"], (value) => value, xavierUniform());

/** y = f(x Wᵀ + b) for the usual activation functions f. */
export const activationLayers: readonly ModuleDefinition[] = [
  basicLayer("ReLU", ["ReLU"], relu, kaimingUniform()),
  basicLayer(
    "ReLU6",
    ["ReLU6"],
    (value) => selectLessOrEqual(value, 0, 0, selectLessOrEqual(6, value, 6, value)),
    kaimingUniform(),
  ),
  basicLayer("Tanh", ["Tanh"], tanh, xavierUniform(5 / 3)),
  basicLayer("Sigmoid", ["Sigmoid"], sigmoid, xavierUniform()),
  basicLayer("Softsign", ["Softsign"], (value) => div(value, add(1, abs(value))), xavierUniform()),
  basicLayer(
    "SELU",
    ["SELU"],
    (value) => mul(seluScale, selectLess(0, value, value, mul(seluAlpha, expm1(value)))),
    seluUniform,
  ),
  basicLayer("ELU", ["ELU"], elu, kaimingUniform()),
];

function basicLayer(
  name: string,
  layerTypes: readonly string[],
  activation: (value: Expression) => Expression,
  initial: Initializer,
): ModuleDefinition {
  return {
    name,
    layerTypes,
    namespace: "basic",
    settings: [],
    parameters: ({ inputs, outputs }) => [
      { name: "W", axes: [outputs, inputs], initial },
      { name: "bias", axes: [outputs], initial: constantValue(0) },
    ],
    forward: (layer) =>
      activation(add(weightedSum(layer.x, layer.parameters.W, layer), layer.parameters.bias)),
    logged: ({ parameters: { W } }) => [
      { name: "W", value: W, hasSparsityError: true, hasText: true },
    ],
  };
}
