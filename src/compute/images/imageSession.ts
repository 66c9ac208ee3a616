import type { ImageParameter } from "./layers.js";

/** An array of a network, in PyTorch's order. */
export interface ImageArray {
  /** `conv1.weight` */
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/** Pictures that a network sees some of at a time. */
export interface PictureSet {
  /** A byte a pixel: row after row, one picture after the other. */
  readonly pixels: Uint8Array;
  /** What the network is given for each of the 256 values of a byte. */
  readonly values: Float32Array;
}

/**
 * A convolutional network and its optimiser, somewhere: from pictures to numbers, and its gradients. Wherever it
 * is, it computes with the same bits. Each call waits for the one before.
 */
export interface ImageSession {
  /** What it computes on, in words. */
  readonly device: string;
  /** Most pictures of a pass. */
  readonly most: number;
  /** Every array that is learnt, in PyTorch's order. */
  readonly definitions: readonly ImageParameter[];
  /** Sets all arrays, in the order of {@link definitions}; the optimiser begins anew. */
  setParameters(arrays: readonly ArrayLike<number>[]): Promise<void>;
  /**
   * The outputs of some pictures of a set, which is taken to where the network is once.
   *
   * @param pictures their places in the set, at most {@link most}
   * @returns outputs of one picture side by side
   */
  forward(set: PictureSet, pictures: Uint32Array): Promise<Float32Array>;
  /**
   * Gradients of the parameters of the pictures of the last pass.
   *
   * @param gradients of the outputs, as {@link forward} gives them
   */
  backward(gradients: Float32Array): Promise<void>;
  /** Moves the parameters along their gradients. @returns whether all are numbers afterwards */
  step(): Promise<boolean>;
  read(array: "parameters" | "gradients"): Promise<readonly ImageArray[]>;
  close(): Promise<void>;
}

/** Arrays out of a column that holds all of them as they lie in memory. */
export function arraysOf(
  parameters: readonly ImageParameter[],
  column: Float32Array,
): readonly ImageArray[] {
  return parameters.map(({ name, shape, offset, placeOf }) => {
    const length = shape.reduce((product, size) => product * size, 1);
    const values = Float64Array.from({ length }, (_, index) => column[offset + placeOf(index)]);
    return { name, shape, values };
  });
}

/** Puts arrays into such a column. */
export function putArrays(
  parameters: readonly ImageParameter[],
  arrays: readonly ArrayLike<number>[],
  column: Float32Array,
): void {
  parameters.forEach(({ offset, placeOf }, index) => {
    const values = arrays[index];
    for (let i = 0; i < values.length; i++) column[offset + placeOf(i)] = values[i];
  });
}
