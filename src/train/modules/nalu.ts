import type { Expression } from "../../compute/graph/expression.js";
import {
  abs,
  add,
  constant,
  exp,
  log,
  mul,
  negate,
  product,
  sigmoid,
  sinh,
  sqrt,
  square,
  sub,
  sum,
} from "../../compute/graph/operations.js";
import { naluSettings } from "../../experiments/settings/nalu.js";
import { unusedInputSettings } from "../../experiments/settings/penalties.js";
import { UserError } from "../../util/userError.js";
import { constantValue, uniform, xavierUniform } from "./initializers.js";
import type { Layer, LoggedDefinition, ModuleDefinition } from "./moduleDefinition.js";
import { nacParameters, nacWeights, weightedSum } from "./nacParts.js";
import { nmuFactor } from "./nmruParts.js";
import { sigmoidWeightBound } from "./sigmoidNmu.js";
import { fixedBounds } from "./noiseBounds.js";
import { nauUnused } from "./penalties.js";

/** Turn of the gates in the random stream: after the layers inside. */
const afterInnerLayers = 1;

/**
 * Neural Arithmetic Logic Unit: y = g ⊙ a + (1 - g) ⊙ m with the gate g = σ(x Gᵀ), the sum
 * a = NAC(x) and the product m = exp(NAC(log(|x| + 1e-7))), both of the same weights.
 * Trask et al., "Neural Arithmetic Logic Units" (2018), eq. 2 and 3. Options: a bias of the gate, own
 * weights for the product, own gate for the product (y = g_add ⊙ a + g_mul ⊙ m), other products
 * (Madsen and Johansen, "Measuring Arithmetic Extrapolation Performance", 2019) and noise in the gate.
 */
export const nalu: ModuleDefinition = {
  name: "NALU",
  layerTypes: ["NALU"],
  namespace: "nalu",
  settings: [naluSettings, unusedInputSettings],
  parameters(shape) {
    const { inputs, outputs, settings } = shape;
    const gates = settings.naluTwoGate ? ["add", "mul"] : ["add"];
    return [
      ...gates.map((gate) => ({
        name: `G_${gate}`,
        axes: [outputs, inputs],
        initial: xavierUniform(),
        drawTurn: afterInnerLayers,
      })),
      ...(settings.naluBias ? gates : []).map((gate) => ({
        name: `bias_${gate}`,
        axes: [outputs],
        initial: constantValue(0),
      })),
      ...nacParameters(shape, "nac_add."),
      ...(settings.naluTwoNac && settings.naluMultiplication !== "mnac"
        ? nacParameters(shape, "nac_mul.")
        : []),
      ...(settings.naluMultiplication === "mnac"
        ? [
            {
              name: "nac_mul.W_hat",
              axes: [outputs, inputs],
              initial: uniform(-sigmoidWeightBound, sigmoidWeightBound),
            },
          ]
        : []),
    ];
  },
  forward(layer) {
    const { add: addGate, mul: mulGate } = gatesOf(layer);
    return add(mul(addGate, sumOf(layer)), mul(mulGate, productOf(layer)));
  },
  penalties(layer) {
    const { settings } = layer;
    return {
      z: settings.regularizerZ === 0 ? constant(0) : unused(layer),
      ...(settings.naluGate === "regualized" && { g: undecidedGates(layer) }),
    };
  },
  logged(layer) {
    const { settings, parameters } = layer;
    const weights = (namespace: string, value: Expression): LoggedDefinition => ({
      name: "W",
      namespace,
      value,
      hasSparsityError: true,
      hasText: true,
    });
    if (!settings.naluTwoNac) return [weights("nac", nacWeights(layer, "nac_add."))];
    const multiplier =
      settings.naluMultiplication === "mnac"
        ? sigmoid(parameters["nac_mul.W_hat"])
        : nacWeights(layer, "nac_mul.");
    return [weights("nac_add", nacWeights(layer, "nac_add.")), weights("nac_mul", multiplier)];
  },
  activations(layer) {
    const { add: addGate, mul: mulGate } = gatesOf(layer);
    const gates: LoggedDefinition[] = layer.settings.naluTwoGate
      ? [
          { name: "gate/add", value: addGate },
          { name: "gate/mul", value: mulGate },
        ]
      : [{ name: "gate", value: addGate, hasMean: true }];
    return [
      ...gates,
      { name: "add", value: sumOf(layer) },
      { name: "mul", value: productOf(layer) },
    ];
  },
  check({ naluMultiplication, naluTwoNac }) {
    if (naluMultiplication === "max-safe") {
      throw new UserError(
        "NALU's multiplication max-safe never worked in the original either. Take safe, normal, " +
          "trig or mnac.",
      );
    }
    if (naluMultiplication === "mnac" && !naluTwoNac) {
      throw new UserError("NALU's multiplication mnac needs own weights: add --nalu-two-nac.");
    }
  },
};

function gatesOf(layer: Layer): { add: Expression; mul: Expression } {
  const gate = (name: string): Expression => {
    const { settings, parameters } = layer;
    const weighted = weightedSum(layer.x, parameters[`G_${name}`], layer);
    const biased = settings.naluBias ? add(weighted, parameters[`bias_${name}`]) : weighted;
    return sigmoid(add(biased, ...gumbelNoise(layer, name)));
  };
  const addGate = gate("add");
  return { add: addGate, mul: layer.settings.naluTwoGate ? gate("mul") : sub(1, addGate) };
}

/** -log(1e-8 - log(U + 1e-8)), for each output or for each sample and output. */
function gumbelNoise(layer: Layer, gate: string): Expression[] {
  const { training, outputs } = layer;
  const { naluGate } = layer.settings;
  if (!training || (naluGate !== "gumbel" && naluGate !== "obs-gumbel")) return [];
  const drawn = layer.noise(`gate ${gate}`, {
    axes: [outputs],
    bounds: fixedBounds(0, 1),
    perSample: naluGate === "obs-gumbel",
  });
  return [negate(log(sub(1e-8, log(add(drawn, 1e-8)))))];
}

function sumOf(layer: Layer): Expression {
  return weightedSum(layer.x, nacWeights(layer, "nac_add."), layer);
}

function productOf(layer: Layer): Expression {
  const { x, inputs, settings, parameters } = layer;
  const { naluMultiplication, naluTwoNac } = settings;
  const weighted = () =>
    weightedSum(transformed(layer), nacWeights(layer, naluTwoNac ? "nac_mul." : "nac_add."), layer);
  switch (naluMultiplication) {
    case "normal":
    case "safe":
    case "max-safe":
      return exp(weighted());
    case "trig":
      return sinh(weighted());
    case "mnac":
      return product(nmuFactor(sigmoid(parameters["nac_mul.W_hat"]), x), inputs);
  }
}

/** The inputs in the space in which products are sums. */
function transformed({ x, settings }: Layer): Expression {
  switch (settings.naluMultiplication) {
    case "normal":
      return log(add(abs(x), 1e-7));
    case "safe":
    case "max-safe":
      return log(add(abs(sub(x, 1)), 1));
    case "trig":
      return log(add(x, sqrt(add(square(x), 1)), 1e-7));
    case "mnac":
      return x;
  }
}

/** Σ g²(1 - g)² over samples, outputs and gates. */
function undecidedGates(layer: Layer): Expression {
  const undecided = (gate: Expression) =>
    sum(mul(square(gate), square(sub(1, gate))), ...gate.axes);
  const { add: addGate, mul: mulGate } = gatesOf(layer);
  return layer.settings.naluTwoGate
    ? add(undecided(addGate), undecided(mulGate))
    : undecided(addGate);
}

/** The shared weights see both the inputs and their logarithms: the mean is taken over all of them. */
function unused(layer: Layer): Expression {
  const { x, samples, settings } = layer;
  const added = nacWeights(layer, "nac_add.");
  if (settings.naluMultiplication === "mnac") return nauUnused(added, x, samples);
  if (!settings.naluTwoNac) {
    return nauUnused(added, mul(0.5, add(x, transformed(layer))), samples);
  }
  return add(
    nauUnused(added, x, samples),
    nauUnused(nacWeights(layer, "nac_mul."), transformed(layer), samples),
  );
}
