import type { Optimizer } from "../graph/optimizers.js";
import { ImageNetwork } from "./imageNetwork.js";
import type { ImageSession } from "./imageSession.js";
import type { ImageNetworkShape } from "./layers.js";

/** A network on this processor. */
export function startWasmImages(
  shape: ImageNetworkShape,
  optimizer: Optimizer,
  most: number,
): ImageSession {
  const network = new ImageNetwork(shape, optimizer, most);
  const { height, width } = shape.image;
  const size = height * width;
  return {
    device: "WebAssembly",
    most: network.most,
    definitions: network.definitions,
    setParameters(arrays) {
      network.setParameters(arrays);
      return Promise.resolve();
    },
    forward({ pixels, values }, pictures) {
      const { pictures: target, pictureLength } = network;
      for (const [place, picture] of pictures.entries()) {
        const [from, to] = [picture * size, place * pictureLength];
        for (let i = 0; i < size; i++) target[to + i] = values[pixels[from + i]];
      }
      return Promise.resolve(network.forward(pictures.length));
    },
    backward(gradients) {
      network.backward(gradients);
      return Promise.resolve();
    },
    step: () => Promise.resolve(network.step()),
    read: (array) => Promise.resolve(network[array]),
    close: () => Promise.resolve(),
  };
}
