import type { Expression } from "../../compute/graph/expression.js";
import { abs, add, exp, log, relu, sub } from "../../compute/graph/operations.js";
import type { NacMultiplication } from "../../experiments/settings/arithmetic.js";
import type { Layer, ModuleDefinition } from "../modules/parts/moduleDefinition.js";

/** Keeps the logarithm of a number that is 0 finite. */
const logEpsilon = 1e-7;

/** How numbers go into the space in which products are sums. */
const logarithms: Partial<Record<NacMultiplication, (x: Expression) => Expression>> = {
  normal: (x) => log(add(abs(x), logEpsilon)),
  safe: (x) => log(add(abs(sub(x, 1)), 1)),
  "max-safe": (x) => log(add(relu(sub(x, 1)), 1)),
};

/**
 * The same module between a logarithm and an exponential, so that its sums become products: NAC• is
 * exp(NAC(log(|x| + 1e-7))). Trask et al., "Neural Arithmetic Logic Units" (2018), eq. 3. Its penalties see
 * the logarithms, too. Multiplications without logarithms leave a module as it is.
 */
export function inLogSpace(
  module: ModuleDefinition,
  multiplication: NacMultiplication,
): ModuleDefinition {
  const logarithm = logarithms[multiplication];
  if (!logarithm) return module;
  const inside = (layer: Layer): Layer => ({ ...layer, x: logarithm(layer.x) });
  return {
    ...module,
    forward: (layer) => exp(module.forward(inside(layer))),
    penalties: (layer) => module.penalties?.(inside(layer)) ?? {},
    logged: (layer) => module.logged?.(inside(layer)) ?? [],
    activations: (layer) => module.activations?.(inside(layer)) ?? [],
  };
}
