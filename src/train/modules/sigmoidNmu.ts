import { product, sigmoid } from "../../compute/graph/operations.js";
import { uniform } from "./parts/initializers.js";
import type { ModuleDefinition } from "./parts/moduleDefinition.js";
import { nmuFactor } from "./parts/nmruParts.js";

/** Bound of Ŵ: √3 / 2. */
export const sigmoidWeightBound = Math.sqrt(3) * 0.5;

/**
 * An NMU whose weights are those of a sigmoid: y = Π_i (W_i x_i + 1 - W_i) with W = σ(Ŵ). What
 * `--nac-mul mnac` puts on top of a NAC, and the product of NALU's multiplication `mnac`. Madsen and
 * Johansen, "Measuring Arithmetic Extrapolation Performance" (2019).
 */
export const sigmoidNmu: ModuleDefinition = {
  name: "NMU-σ",
  layerTypes: ["SigmoidMNAC"],
  namespace: "nac",
  settings: [],
  parameters: ({ inputs, outputs }) => [
    {
      name: "W_hat",
      axes: [outputs, inputs],
      initial: uniform(-sigmoidWeightBound, sigmoidWeightBound),
    },
  ],
  forward: ({ x, inputs, parameters: { W_hat } }) => product(nmuFactor(sigmoid(W_hat), x), inputs),
  logged: ({ parameters: { W_hat } }) => [
    { name: "W", value: sigmoid(W_hat), hasSparsityError: true, hasText: true },
  ],
};
