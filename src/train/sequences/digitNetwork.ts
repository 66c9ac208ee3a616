import type { ImageNetworkShape, ImageParameter } from "../../compute/images/layers.js";
import type { TorchGenerator } from "../../compute/random/torchGenerator.js";

/**
 * From an image of a digit to numbers: two convolutions and two dense layers, as PyTorch's example for MNIST and Madsen
 * and Johansen, "Neural Arithmetic Units" (2020), appendix D.
 */
export function digitNetwork(outputs: number): ImageNetworkShape {
  return {
    image: { height: 28, width: 28 },
    convolutions: [
      { kind: "convolution", name: "conv1", filters: 20, size: 5 },
      { kind: "convolution", name: "conv2", filters: 50, size: 5 },
    ],
    dense: [
      { kind: "dense", name: "fc1", outputs: 500, relu: true },
      { kind: "dense", name: "fc2", outputs, relu: false },
    ],
  };
}

/**
 * PyTorch's initialisation of convolutions and dense layers: U(-a, a) with a = 1 / √(fan in), which is what
 * `kaiming_uniform_` gives for a slope of √5.
 */
export function drawDigitNetwork(
  definitions: readonly ImageParameter[],
  generator: TorchGenerator,
): Float64Array[] {
  return definitions.map(({ name, shape, fanIn }) => {
    const count = shape.reduce((product, size) => product * size, 1);
    const root = Math.sqrt(fanIn);
    const isWeight = name.endsWith(".weight");
    const bound = isWeight ? Math.sqrt(3) * (Math.sqrt(2 / 6) / root) : 1 / root;
    return generator.uniform(-bound, bound, count);
  });
}
