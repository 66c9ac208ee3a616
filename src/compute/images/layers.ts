/** Square filters over an image without padding, ReLU, and the maximum of each two by two places. */
export interface ConvolutionLayer {
  readonly kind: "convolution";
  readonly name: string;
  readonly filters: number;
  /** Width and height of a filter. */
  readonly size: number;
}

/** A weighted sum of everything for each output, with or without ReLU. */
export interface DenseLayer {
  readonly kind: "dense";
  readonly name: string;
  readonly outputs: number;
  readonly relu: boolean;
}

/** A network from pictures to numbers: convolutions first, then at least one dense layer. */
export interface ImageNetworkShape {
  readonly image: { readonly height: number; readonly width: number };
  readonly convolutions: readonly ConvolutionLayer[];
  readonly dense: readonly DenseLayer[];
}

/** A layer's array in memory, and as PyTorch orders it. Lengths are in numbers. */
export interface ImageParameter {
  /** As PyTorch names it: `conv1.weight`. */
  readonly name: string;
  /** PyTorch's: (filters, channels, height, width), (outputs, inputs), (outputs). */
  readonly shape: readonly number[];
  /** Inputs of one output: what PyTorch's initialisation depends on. */
  readonly fanIn: number;
  readonly offset: number;
  /** The place in memory of each number of PyTorch's order, counted from the offset. */
  readonly placeOf: (index: number) => number;
}

export interface PlacedConvolution extends ConvolutionLayer {
  readonly channels: number;
  /** Of the input. */
  readonly height: number;
  readonly width: number;
  /** After the maximum. */
  readonly pooledHeight: number;
  readonly pooledWidth: number;
  readonly weights: number;
  readonly biases: number;
}

export interface PlacedDense extends DenseLayer {
  readonly inputs: number;
  /** From one output's weights to the next. */
  readonly rowLength: number;
  readonly weights: number;
  readonly biases: number;
}

/** Layers with what comes in, and where their parameters lie in one flat array. */
export interface PlacedLayers {
  readonly convolutions: readonly PlacedConvolution[];
  readonly dense: readonly PlacedDense[];
  readonly parameters: readonly ImageParameter[];
  /** Numbers of the flat array: parameters and what fills rows up to whole vectors, which stays 0. */
  readonly length: number;
}

/** The next multiple of a vector's four numbers. */
export const padded = (count: number): number => Math.ceil(count / 4) * 4;

/**
 * Gives layers their places. Filters are kept with the channels of one pixel side by side, as pictures are.
 *
 * @throws {RangeError} for pictures that are too small or do not divide by two
 */
export function placeLayers({ image, convolutions, dense }: ImageNetworkShape): PlacedLayers {
  let length = 0;
  const reserve = (count: number): number => {
    const offset = length;
    length += padded(count);
    return offset;
  };
  const parameters: ImageParameter[] = [];
  let [height, width, channels] = [image.height, image.width, 1];
  const placedConvolutions = convolutions.map((layer): PlacedConvolution => {
    const { name, filters, size } = layer;
    const [outHeight, outWidth] = [height - size + 1, width - size + 1];
    if (outHeight < 2 || outWidth < 2 || outHeight % 2 !== 0 || outWidth % 2 !== 0) {
      throw new RangeError(`Filters of ${size} leave ${outHeight} x ${outWidth} of a picture`);
    }
    const taps = size * size * channels;
    const weights = reserve(filters * taps);
    const biases = reserve(filters);
    const pixels = size * size;
    const inputChannels = channels;
    parameters.push(
      {
        name: `${name}.weight`,
        shape: [filters, channels, size, size],
        fanIn: taps,
        offset: weights,
        placeOf(index) {
          const filter = Math.floor(index / taps);
          const channel = Math.floor((index % taps) / pixels);
          return filter * taps + (index % pixels) * inputChannels + channel;
        },
      },
      { name: `${name}.bias`, shape: [filters], fanIn: taps, offset: biases, placeOf: itself },
    );
    const placed = { ...layer, channels, height, width, weights, biases };
    [height, width, channels] = [outHeight / 2, outWidth / 2, filters];
    return { ...placed, pooledHeight: height, pooledWidth: width };
  });
  let inputs = height * width * channels;
  const placedDense = dense.map((layer): PlacedDense => {
    const { name, outputs } = layer;
    const rowLength = padded(inputs);
    const weights = reserve(outputs * rowLength);
    const biases = reserve(outputs);
    const columns = inputs;
    parameters.push(
      {
        name: `${name}.weight`,
        shape: [outputs, inputs],
        fanIn: inputs,
        offset: weights,
        placeOf: (index) => Math.floor(index / columns) * rowLength + (index % columns),
      },
      { name: `${name}.bias`, shape: [outputs], fanIn: inputs, offset: biases, placeOf: itself },
    );
    inputs = outputs;
    return { ...layer, inputs: columns, rowLength, weights, biases };
  });
  return { convolutions: placedConvolutions, dense: placedDense, parameters, length };
}

const itself = (index: number): number => index;
