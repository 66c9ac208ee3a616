import { mean, relu, sub } from "../../compute/graph/operations.js";
import type { RunSettings } from "../../experiments/settings/runSettings.js";
import type { StackPenalties } from "./stack.js";

/**
 * The penalty that belongs to the multiplication `max-safe`, which loses all that is below 1: the mean of
 * what the first layer's outputs lack to 1.
 */
export function belowOne({ nacMultiplication }: RunSettings): StackPenalties {
  if (nacMultiplication !== "max-safe") return () => ({});
  return ({ layers: [{ output }] }) => {
    const below = relu(sub(1, output));
    return { z: mean(below, ...below.axes) };
  };
}
