import { paddedRows } from "../backends/wasm/lanes.js";
import type { MemoryLayout } from "../backends/wasm/memoryLayout.js";
import { type Update, updateColumns } from "../graph/update.js";
import {
  channelsFirst,
  channelsLast,
  placesBytes,
  type PooledLayout,
  rawBytes,
} from "./convolution.js";
import type { DenseMemory } from "./dense.js";
import { padded, type PlacedConvolution, type PlacedLayers } from "./layers.js";

/** Addresses that numbers are put to and read from. */
export interface ImageMemory {
  /** The update's columns, one after the other. */
  readonly columns: number;
  readonly columnBytes: number;
  /** Numbers of the update, in the order of their names. */
  readonly scalars: number;
  /** How many parameters are not a number after a step. */
  readonly broken: number;
  readonly pictures: number;
  /** From one picture to the next. */
  readonly pictureBytes: number;
  /** Of each picture, {@link outputBytes} apart. */
  readonly outputs: number;
  readonly outputGradients: number;
  readonly outputBytes: number;
}

export interface ConvolutionMemory {
  readonly layer: PlacedConvolution;
  readonly layout: PooledLayout;
  readonly packed: number;
  readonly raw: number;
  /** Of all pictures. */
  readonly places: number;
  readonly input: { readonly address: number; readonly bytes: number };
  readonly pooled: { readonly address: number; readonly bytes: number };
  /** Of the pooled numbers: of all pictures, or, `bytes` being 0, of one. */
  readonly pooledGradients: { readonly address: number; readonly bytes: number };
}

/** Where everything lies that a network's functions read and write. */
export interface PlacedMemory extends ImageMemory {
  readonly parameters: number;
  readonly gradients: number;
  readonly convolutions: readonly ConvolutionMemory[];
  readonly dense: readonly DenseMemory[];
}

/** @param most pictures of a batch */
export function placeMemory(
  layout: MemoryLayout,
  layers: PlacedLayers,
  update: Update,
  scalarCount: number,
  most: number,
): PlacedMemory {
  const columnBytes = paddedRows(layers.length) * 4;
  const columns = layout.reserve(columnBytes * (1 + update.initial.length));
  const parameters = columns + updateColumns.parameters * columnBytes;
  const gradients = columns + updateColumns.gradients * columnBytes;
  const scalars = layout.reserve(4 * scalarCount);
  const broken = layout.reserve(4);

  const [first] = layers.convolutions;
  const pictureBytes = first ? first.height * first.width * 4 : layers.dense[0].rowLength * 4;
  const pictures = layout.reserve(most * pictureBytes);
  const denseRows = layers.dense.map(({ rowLength }) => layout.reserve(most * rowLength * 4));
  const denseRowGradients = layers.dense.map(({ rowLength }) =>
    layout.reserve(most * rowLength * 4),
  );
  const last = layers.dense[layers.dense.length - 1];
  const outputBytes = padded(last.outputs) * 4;
  const outputs = layout.reserve(most * outputBytes);
  const outputGradients = layout.reserve(most * outputBytes);

  const convolutions: ConvolutionMemory[] = [];
  for (const [index, layer] of layers.convolutions.entries()) {
    const previous = convolutions.at(-1);
    const isLast = index === layers.convolutions.length - 1;
    const pooledCount = layer.pooledHeight * layer.pooledWidth * layer.filters;
    const bytes = isLast ? layers.dense[0].rowLength * 4 : pooledCount * 4;
    convolutions.push({
      layer,
      layout: isLast ? channelsFirst(layer) : channelsLast(layer),
      packed: layout.reserve(padded(layer.filters) * layer.size * layer.size * layer.channels * 4),
      raw: layout.reserve(rawBytes(layer)),
      places: layout.reserve(most * placesBytes(layer)),
      input: previous?.pooled ?? { address: pictures, bytes: pictureBytes },
      pooled: { address: isLast ? denseRows[0] : layout.reserve(most * bytes), bytes },
      pooledGradients: isLast
        ? { address: denseRowGradients[0], bytes }
        : { address: layout.reserve(bytes), bytes: 0 },
    });
  }
  const dense = layers.dense.map((layer, index): DenseMemory => {
    const isLast = index === layers.dense.length - 1;
    return {
      inputs: layers.convolutions.length === 0 && index === 0 ? pictures : denseRows[index],
      inputGradients: denseRowGradients[index],
      outputs: isLast ? outputs : denseRows[index + 1],
      outputGradients: isLast ? outputGradients : denseRowGradients[index + 1],
      byOutput: layout.reserve(layer.inputs * padded(layer.outputs) * 4),
      byInput: layout.reserve(layer.outputs * layer.rowLength * 4),
      packedInputs: layout.reserve(most * layer.rowLength * 4),
      biases: parameters + 4 * layer.biases,
      weightGradients: gradients + 4 * layer.weights,
      biasGradients: gradients + 4 * layer.biases,
    };
  });
  return {
    columns,
    columnBytes,
    parameters,
    gradients,
    scalars,
    broken,
    pictures,
    pictureBytes,
    outputs,
    outputGradients,
    outputBytes,
    convolutions,
    dense,
  };
}
