import type { ImageNetwork } from "../../compute/images/imageNetwork.js";
import { imageSize, type DigitImages } from "./mnistFiles.js";

const pixels = imageSize * imageSize;

/** What torchvision's `ToTensor` and `Normalize` make of a pixel, in single precision. */
const normalised = Float32Array.from({ length: 256 }, (_, pixel) =>
  Math.fround(Math.fround(Math.fround(pixel / 255) - Math.fround(0.1307)) / Math.fround(0.3081)),
);

/** Puts an image among the pictures of a network's next pass. */
export function putImage(
  network: ImageNetwork,
  { images }: DigitImages,
  image: number,
  place: number,
): void {
  const target = network.pictures;
  const [from, to] = [image * pixels, place * pixels];
  for (let i = 0; i < pixels; i++) target[to + i] = normalised[images[from + i]];
}

/**
 * What a network says of some images of a split.
 *
 * @returns its outputs by image; 0 for images that were not asked for
 */
export function sayOf(
  network: ImageNetwork,
  images: DigitImages,
  wanted: ReadonlySet<number>,
  width: number,
): Float32Array {
  const said = new Float32Array(images.labels.length * width);
  const list = [...wanted];
  for (let start = 0; start < list.length; start += network.most) {
    const part = list.slice(start, start + network.most);
    part.forEach((image, place) => putImage(network, images, image, place));
    const outputs = network.forward(part.length);
    part.forEach((image, place) => {
      said.set(outputs.subarray(place * width, (place + 1) * width), image * width);
    });
  }
  return said;
}
