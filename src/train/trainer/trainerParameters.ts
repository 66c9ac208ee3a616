import type { PlacedParameter } from "../modules/createLayer.js";
import type { TorchGenerator } from "../../compute/random/torchGenerator.js";

/**
 * Draws initial parameters as the original does: every layer is reset once when it is made and again
 * before training, so that the second draw counts.
 *
 * @returns all parameters, flat
 */
export function drawParameters(
  parameters: readonly PlacedParameter[],
  generator: TorchGenerator,
): Float64Array {
  const values = new Float64Array(parameters.reduce((sum, { count }) => sum + count, 0));
  const inDrawingOrder = [...parameters].sort((a, b) => (a.drawTurn ?? 0) - (b.drawTurn ?? 0));
  for (let draw = 0; draw < 2; draw++) {
    for (const { initial, shape, offset } of inDrawingOrder) {
      values.set(initial(generator, shape), offset);
    }
  }
  return values;
}
