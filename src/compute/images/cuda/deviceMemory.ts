import { paddedColumn } from "../../backends/cuda/ptx/kernelWriter.js";
import { warpThreads } from "../../backends/cuda/ptx/ptxFunction.js";
import { type Update, updateColumns } from "../../graph/update.js";
import { channelsFirst, channelsLast, placesBytes, type PooledLayout } from "../convolution.js";
import { padded, type PlacedConvolution, type PlacedDense, type PlacedLayers } from "../layers.js";

/** Numbers of all pictures: where they begin, and bytes from one picture to the next. */
export interface OfPictures {
  readonly address: number;
  readonly bytes: number;
}

export interface DeviceConvolution {
  readonly layer: PlacedConvolution;
  readonly layout: PooledLayout;
  readonly input: OfPictures;
  readonly pooled: OfPictures;
  readonly places: OfPictures;
  readonly pooledGradients: OfPictures;
}

export interface DeviceDense {
  readonly layer: PlacedDense;
  readonly inputs: OfPictures;
  readonly outputs: OfPictures;
  readonly inputGradients: OfPictures;
  readonly outputGradients: OfPictures;
}

/** Where everything is that a network has on a device, counted from the start of its memory. */
export interface DeviceMemory {
  readonly bytes: number;
  /** The update's columns, one after the other. */
  readonly columns: number;
  readonly columnBytes: number;
  readonly parameters: number;
  readonly gradients: number;
  /** How many parameters of a warp are not a number after a step: for each warp. */
  readonly brokenOfWarps: number;
  /** Whether some are not, as a number; the update's numbers follow, in the order of their names. */
  readonly broken: number;
  readonly scalars: number;
  /** Which pictures of a set a pass sees. */
  readonly chosen: number;
  readonly pictures: OfPictures;
  readonly convolutions: readonly DeviceConvolution[];
  readonly dense: readonly DeviceDense[];
  readonly outputs: OfPictures;
  readonly outputGradients: OfPictures;
}

/** @param most pictures of a pass */
export function placeDeviceMemory(
  layers: PlacedLayers,
  update: Update,
  scalarCount: number,
  most: number,
): DeviceMemory {
  let end = 0;
  const reserve = (bytes: number): number => {
    const address = end;
    end += Math.ceil(bytes / alignment) * alignment;
    return address;
  };
  const ofPictures = (bytes: number): OfPictures => ({ address: reserve(most * bytes), bytes });
  const rows = paddedColumn(layers.length);
  const columnBytes = 4 * rows;
  const columns = reserve(columnBytes * (1 + update.initial.length));
  const broken = reserve(4 * (1 + scalarCount));
  const [first] = layers.convolutions;
  const pictures = ofPictures(4 * (first ? first.height * first.width : layers.dense[0].rowLength));
  const denseInputs = layers.dense.map(({ rowLength }, index) =>
    index === 0 && !first ? pictures : ofPictures(4 * rowLength),
  );
  const denseGradients = layers.dense.map(({ rowLength }) => ofPictures(4 * rowLength));
  const outputBytes = 4 * padded(layers.dense[layers.dense.length - 1].outputs);
  const [outputs, outputGradients] = [ofPictures(outputBytes), ofPictures(outputBytes)];
  const convolutions: DeviceConvolution[] = [];
  for (const [index, layer] of layers.convolutions.entries()) {
    const isLast = index === layers.convolutions.length - 1;
    const bytes = 4 * layer.pooledHeight * layer.pooledWidth * layer.filters;
    convolutions.push({
      layer,
      layout: isLast ? channelsFirst(layer) : channelsLast(layer),
      input: convolutions.at(-1)?.pooled ?? pictures,
      pooled: isLast ? denseInputs[0] : ofPictures(bytes),
      places: ofPictures(placesBytes(layer)),
      pooledGradients: isLast ? denseGradients[0] : ofPictures(bytes),
    });
  }
  const dense = layers.dense.map((layer, index): DeviceDense => ({
    layer,
    inputs: denseInputs[index],
    inputGradients: denseGradients[index],
    outputs: denseInputs[index + 1] ?? outputs,
    outputGradients: denseGradients[index + 1] ?? outputGradients,
  }));
  return {
    columns,
    columnBytes,
    parameters: columns + updateColumns.parameters * columnBytes,
    gradients: columns + updateColumns.gradients * columnBytes,
    brokenOfWarps: reserve((4 * rows) / warpThreads),
    broken,
    scalars: broken + 4,
    chosen: reserve(4 * most),
    pictures,
    convolutions,
    dense,
    outputs,
    outputGradients,
    bytes: end,
  };
}

/** Bytes of what the device reads at once. */
const alignment = 128;
