import type { ImageSession, PictureSet } from "../../compute/images/imageSession.js";
import type { DigitImages } from "./mnistFiles.js";

/** What torchvision's `ToTensor` and `Normalize` make of a pixel, in single precision. */
const normalised = Float32Array.from({ length: 256 }, (_, pixel) =>
  Math.fround(Math.fround(Math.fround(pixel / 255) - Math.fround(0.1307)) / Math.fround(0.3081)),
);

/** Images of a split, as a network sees them. */
export function picturesOf({ images }: DigitImages): PictureSet {
  return { pixels: images, values: normalised };
}

/**
 * What a network says of some images of a split.
 *
 * @returns its outputs by image; 0 for images that were not asked for
 */
export async function sayOf(
  network: ImageSession,
  images: DigitImages,
  wanted: ReadonlySet<number>,
  width: number,
): Promise<Float32Array> {
  const said = new Float32Array(images.labels.length * width);
  const list = Uint32Array.from(wanted);
  const pictures = picturesOf(images);
  for (let start = 0; start < list.length; start += network.most) {
    const part = list.subarray(start, start + network.most);
    const outputs = await network.forward(pictures, part);
    part.forEach((image, place) => {
      said.set(outputs.subarray(place * width, (place + 1) * width), image * width);
    });
  }
  return said;
}
