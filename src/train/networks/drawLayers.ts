import type { TorchGenerator } from "../../compute/random/torchGenerator.js";
import type { PlacedParameter } from "../modules/parts/createLayer.js";

/**
 * Draws initial parameters as the original does: each layer is reset once when it is made and again
 * before training, so that the second draw counts.
 *
 * @param layers the parameters of each layer
 * @returns all parameters, flat
 */
export function drawLayers(
  layers: readonly (readonly PlacedParameter[])[],
  generator: TorchGenerator,
): Float64Array {
  const inDrawingOrder = layers.flatMap((parameters) =>
    [...parameters].sort((a, b) => (a.drawTurn ?? 0) - (b.drawTurn ?? 0)),
  );
  const values = new Float64Array(inDrawingOrder.reduce((sum, { count }) => sum + count, 0));
  for (let draw = 0; draw < 2; draw++) {
    for (const { initial, shape, offset } of inDrawingOrder) {
      values.set(initial(generator, shape), offset);
    }
  }
  return values;
}
