import type { Expression } from "../../../compute/graph/expression.js";
import {
  abs,
  add,
  exp,
  log,
  mul,
  negate,
  sigmoid,
  sinh,
  sqrt,
  square,
  sub,
  sum,
} from "../../../compute/graph/operations.js";
import { naluSettings } from "../../../experiments/settings/nalu.js";
import type { RunSettings } from "../../../experiments/settings/runSettings.js";
import { UserError } from "../../../util/userError.js";
import { constantValue, xavierUniform } from "./initializers.js";
import {
  penaltyKeys,
  type Layer,
  type LoggedDefinition,
  type ModuleDefinition,
  type PenaltyKey,
} from "./moduleDefinition.js";
import { weightedSum } from "./nacParts.js";
import { fixedBounds } from "./noiseBounds.js";

/** What a gate chooses between: a module that adds and one that multiplies by itself. */
export interface GatedParts {
  readonly name: string;
  readonly layerTypes: readonly string[];
  readonly adding: ModuleDefinition;
  /** What the multiplication `mnac` takes; every other one is the adding module in another space. */
  readonly multiplying: ModuleDefinition;
}

/** Turn of the gates in the random stream: after the units inside. */
const afterInnerUnits = 1;

/**
 * A unit that chooses between a sum and a product: y = g ⊙ a + (1 - g) ⊙ m with the gate g = σ(x Gᵀ), the sum
 * a and the product m = exp(unit(log(|x| + 1e-7))), both of the same weights. Trask et al., "Neural Arithmetic
 * Logic Units" (2018), eq. 2 and 3. Options: a bias of the gate, own weights for the product, own gate for the
 * product (y = g_add ⊙ a + g_mul ⊙ m), other products (Madsen and Johansen, "Measuring Arithmetic
 * Extrapolation Performance", 2019) and noise in the gate.
 */
export function gatedUnit({ name, layerTypes, adding, multiplying }: GatedParts): ModuleDefinition {
  /** The units inside, each with its parameters' prefix and what goes in. */
  const inner = (layer: Layer): { sum: Layer; product: Layer } => {
    const { naluTwoNac } = layer.settings;
    return {
      sum: inside(layer, "nac_add.", layer.x),
      product: inside(layer, naluTwoNac ? "nac_mul." : "nac_add.", transformed(layer)),
    };
  };
  const multiplierOf = ({ naluMultiplication }: RunSettings): ModuleDefinition =>
    naluMultiplication === "mnac" ? multiplying : adding;
  const productOf = (layer: Layer): Expression => {
    const { naluMultiplication } = layer.settings;
    const output = multiplierOf(layer.settings).forward(inner(layer).product);
    if (naluMultiplication === "mnac") return output;
    return naluMultiplication === "trig" ? sinh(output) : exp(output);
  };
  const sumOf = (layer: Layer): Expression => adding.forward(inner(layer).sum);

  return {
    name,
    layerTypes,
    namespace: "nalu",
    settings: [naluSettings, ...(adding.settings ?? []), ...(multiplying.settings ?? [])],
    parameters(shape) {
      const { inputs, outputs, settings } = shape;
      const gates = settings.naluTwoGate ? ["add", "mul"] : ["add"];
      const prefixed = (module: ModuleDefinition, prefix: string, shown = prefix) =>
        module.parameters(shape).map((definition) => ({
          ...definition,
          name: prefix + definition.name,
          loggedAs: shown + definition.name,
        }));
      return [
        ...gates.map((gate) => ({
          name: `G_${gate}`,
          axes: [outputs, inputs],
          initial: xavierUniform(),
          drawTurn: afterInnerUnits,
        })),
        ...(settings.naluBias ? gates : []).map((gate) => ({
          name: `bias_${gate}`,
          axes: [outputs],
          initial: constantValue(0),
        })),
        ...prefixed(adding, "nac_add.", settings.naluTwoNac ? "nac_add." : "nac."),
        ...(settings.naluTwoNac ? prefixed(multiplierOf(settings), "nac_mul.") : []),
      ];
    },
    forward(layer) {
      const { add: addGate, mul: mulGate } = gatesOf(layer);
      return add(mul(addGate, sumOf(layer)), mul(mulGate, productOf(layer)));
    },
    penalties(layer) {
      const { settings, x } = layer;
      const undecided = settings.naluGate === "regualized" && { g: undecidedGates(layer) };
      const { sum: summed, product: multiplied } = inner(layer);
      if (!settings.naluTwoNac) {
        // Shared weights see the inputs and their logarithms: means are taken over all of them.
        const both = mul(0.5, add(x, multiplied.x));
        return { ...adding.penalties?.({ ...summed, x: both }), ...undecided };
      }
      const [first, second] = [
        adding.penalties?.(summed),
        multiplierOf(settings).penalties?.(multiplied),
      ];
      return { ...sumsOf(first ?? {}, second ?? {}), ...undecided };
    },
    logged(layer) {
      const { settings } = layer;
      const { sum: summed, product: multiplied } = inner(layer);
      const shown = (module: ModuleDefinition, unit: Layer, namespace: string) =>
        (module.logged?.(unit) ?? []).map((definition) => ({ ...definition, namespace }));
      if (!settings.naluTwoNac) return shown(adding, summed, "nac");
      return [
        ...shown(adding, summed, "nac_add"),
        ...shown(multiplierOf(settings), multiplied, "nac_mul"),
      ];
    },
    activations(layer) {
      const { add: addGate, mul: mulGate } = gatesOf(layer);
      const gates: LoggedDefinition[] = layer.settings.naluTwoGate
        ? [
            { name: "gate/add", value: addGate, beforeWeights: true },
            { name: "gate/mul", value: mulGate, beforeWeights: true },
          ]
        : [{ name: "gate", value: addGate, hasMean: true, beforeWeights: true }];
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
}

/** A unit inside the layer: its parameters without their prefix, and other inputs. */
function inside(layer: Layer, prefix: string, x: Expression): Layer {
  const parameters = Object.entries(layer.parameters).flatMap(([name, value]) =>
    name.startsWith(prefix) ? [[name.slice(prefix.length), value] as const] : [],
  );
  return {
    ...layer,
    x,
    parameters: Object.fromEntries(parameters),
    noise: (name, definition) => layer.noise(prefix + name, definition),
  };
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

/** Σ g²(1 - g)² over samples, outputs and gates. */
function undecidedGates(layer: Layer): Expression {
  const undecided = (gate: Expression) =>
    sum(mul(square(gate), square(sub(1, gate))), ...gate.axes);
  const { add: addGate, mul: mulGate } = gatesOf(layer);
  return layer.settings.naluTwoGate
    ? add(undecided(addGate), undecided(mulGate))
    : undecided(addGate);
}

type Penalties = Partial<Record<PenaltyKey, Expression>>;

function sumsOf(first: Penalties, second: Penalties): Penalties {
  return Object.fromEntries(
    penaltyKeys.flatMap((key) => {
      const [a, b] = [first[key], second[key]];
      const total = a && b ? add(a, b) : (a ?? b);
      return total ? [[key, total]] : [];
    }),
  );
}
