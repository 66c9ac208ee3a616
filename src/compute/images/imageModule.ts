import type { Update } from "../graph/update.js";
import { updateColumns } from "../graph/update.js";
import type { Code } from "../backends/wasm/code.js";
import { call, f32x4, i32, loopUntil, v128 } from "../backends/wasm/instructions.js";
import { paddedRows, writeKernelFunction } from "../backends/wasm/kernelFunction.js";
import { MemoryLayout } from "../backends/wasm/memoryLayout.js";
import { FunctionWriter, writeModule } from "../backends/wasm/moduleWriter.js";
import {
  channelsFirst,
  channelsLast,
  convolutionTile,
  placesBytes,
  rawBytes,
  writeConvolutionGradients,
  writeFilters,
  writePooling,
  type PooledLayout,
} from "./convolution.js";
import {
  inputTile,
  outputTile,
  writeInputGradients,
  writeOutputs,
  writeWeightGradients,
  type DenseMemory,
} from "./dense.js";
import { padded, type PlacedConvolution, type PlacedLayers } from "./layers.js";
import { copyOf, pointerAt, repeat } from "./loops.js";
import { tileOf } from "./matrixProduct.js";
import { writePack, writePackRows } from "./pack.js";

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
  /** Of each picture, {@link outputBytes} apart. */
  readonly outputs: number;
  readonly outputGradients: number;
  readonly outputBytes: number;
  readonly sampleMasks: ReadonlyMap<number, number>;
}

export interface ImageExports {
  readonly memory: WebAssembly.Memory;
  /** Packs the parameters for the next passes. */
  readonly prepare: () => void;
  /** Outputs of some pictures: a multiple of `pictureGroup`. */
  readonly forward: (count: number) => void;
  /** Gradients of the parameters, from those of the outputs, of the pictures of the last pass. */
  readonly backward: (count: number) => void;
  /** Moves the parameters. */
  readonly step: () => void;
}

interface ConvolutionMemory {
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

/**
 * Compiles a network from pictures to numbers.
 *
 * @param most pictures of a batch, a multiple of `pictureGroup`
 */
export function compileImageModule(
  layers: PlacedLayers,
  update: Update,
  scalarNames: readonly string[],
  most: number,
): { readonly module: WebAssembly.Module; readonly memory: ImageMemory } {
  const layout = new MemoryLayout();
  const columnBytes = paddedRows(layers.length) * 4;
  const columns = layout.reserve(columnBytes * (1 + update.initial.length));
  const parameters = columns + updateColumns.parameters * columnBytes;
  const gradients = columns + updateColumns.gradients * columnBytes;
  const scalars = layout.reserve(4 * scalarNames.length);
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
    const vectors = tileColumns(layer.filters);
    convolutions.push({
      layer,
      layout: isLast ? channelsFirst(layer) : channelsLast(layer),
      packed: layout.reserve(vectors * layer.size * layer.size * layer.channels * 4),
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

  const functions = new Map<string, FunctionWriter>();
  const define = (name: string, writer: FunctionWriter): number => {
    functions.set(name, writer);
    return functions.size - 1;
  };
  const pack = define("pack", writePack());
  const packRows = define("packRows", writePackRows());
  const numbers = (...values: readonly number[]) => values.map((value) => i32.const(value));

  const prepare = new FunctionWriter([]);
  for (const { layer, packed } of convolutions) {
    const taps = layer.size * layer.size * layer.channels;
    const { vectors } = convolutionTile(layer);
    const source = parameters + 4 * layer.weights;
    prepare.emit(
      call(pack, numbers(source, packed, taps, layer.filters, 4, 4 * taps, 4 * vectors)),
    );
  }
  for (const [index, layer] of layers.dense.entries()) {
    const source = parameters + 4 * layer.weights;
    const { byOutput, byInput } = dense[index];
    const rowBytes = 4 * layer.rowLength;
    const outputWidth = 4 * outputTile(layer).vectors;
    const inputWidth = 4 * inputTile(layer).vectors;
    prepare.emit(
      call(pack, numbers(source, byOutput, layer.inputs, layer.outputs, 4, rowBytes, outputWidth)),
      call(
        packRows,
        numbers(source, byInput, layer.outputs, layer.rowLength, rowBytes, inputWidth),
      ),
    );
  }

  const forward = new FunctionWriter(["i32"]);
  const count = forward.parameter(0).get;
  if (convolutions.length > 0) {
    const passes = convolutions.map((memory, index) => ({
      ...memory,
      filters: define(
        `filters${index}`,
        writeFilters(memory.layer, {
          packed: memory.packed,
          biases: parameters + 4 * memory.layer.biases,
        }),
      ),
      pooling: define(`pooling${index}`, writePooling(memory.layer, memory.layout)),
    }));
    const pointers = passes.map(({ input, pooled, places, layer }) => ({
      input: { pointer: pointerAt(forward, i32.const(input.address)), bytes: input.bytes },
      pooled: { pointer: pointerAt(forward, i32.const(pooled.address)), bytes: pooled.bytes },
      places: { pointer: pointerAt(forward, i32.const(places)), bytes: placesBytes(layer) },
    }));
    const steps = pointers.flatMap((all) => Object.values(all));
    repeat(forward, count, steps, () => {
      passes.forEach(({ filters, pooling, raw }, index) => {
        const { input, pooled, places } = pointers[index];
        forward.emit(
          call(filters, [input.pointer.get, i32.const(raw)]),
          call(pooling, [i32.const(raw), pooled.pointer.get, places.pointer.get]),
        );
      });
    });
  }
  layers.dense.forEach((layer, index) => {
    forward.emit(call(define(`outputs${index}`, writeOutputs(layer, dense[index])), [count]));
  });

  const backward = new FunctionWriter(["i32"]);
  const rows = backward.parameter(0).get;
  for (const [index, layer] of [...layers.dense.entries()].reverse()) {
    const memory = dense[index];
    const { vectors } = tileOf(layer.outputs, layer.rowLength);
    const rowBytes = i32.const(layer.rowLength * 4);
    const sizes = [i32.const(layer.rowLength), rowBytes, i32.const(4 * vectors)];
    const places = numbers(memory.inputs, memory.packedInputs);
    const weights = define(`weights${index}`, writeWeightGradients(layer, memory));
    backward.emit(call(packRows, [...places, rows, ...sizes]), call(weights, [rows]));
    if (index === 0 && convolutions.length === 0) continue;
    const rectified = index > 0 && layers.dense[index - 1].relu;
    const inputs = define(`inputs${index}`, writeInputGradients(layer, memory, rectified));
    backward.emit(call(inputs, [rows]));
  }
  if (convolutions.length > 0)
    writeBackward(backward, convolutions, { gradients, parameters, define });

  const sampleMasks = new Map<number, number>();
  const step = new FunctionWriter([]);
  const updateFunction = define(
    "update",
    writeKernelFunction(update.kernel, {
      parameters,
      gradients,
      results: broken,
      reserve: (bytes) => layout.reserve(bytes),
      sampleMask(size) {
        const mask = sampleMasks.get(size) ?? layout.reserve(paddedRows(size) * 4);
        sampleMasks.set(size, mask);
        return mask;
      },
      scalarNames,
    }),
  );
  step.emit(call(updateFunction, numbers(columns, scalars)));
  define("prepare", prepare);
  define("forward", forward);
  define("backward", backward);
  define("step", step);
  return {
    module: new WebAssembly.Module(writeModule(functions, layout.pages)),
    memory: {
      columns,
      columnBytes,
      scalars,
      broken,
      pictures,
      outputs,
      outputGradients,
      outputBytes,
      sampleMasks,
    },
  };
}

/** Columns that filters are packed in. */
const tileColumns = (filters: number): number => padded(filters);

function writeBackward(
  fn: FunctionWriter,
  convolutions: readonly ConvolutionMemory[],
  memory: {
    readonly gradients: number;
    readonly parameters: number;
    readonly define: (name: string, writer: FunctionWriter) => number;
  },
): void {
  const { gradients, parameters, define } = memory;
  const passes = convolutions.map((convolution, index) => {
    const { layer } = convolution;
    const addresses = {
      weights: gradients + 4 * layer.weights,
      biases: gradients + 4 * layer.biases,
      parameters,
      ofInput: index > 0,
    };
    const taps = layer.size * layer.size * layer.channels;
    clear(fn, i32.const(addresses.weights), padded(layer.filters * taps) * 4);
    clear(fn, i32.const(addresses.biases), padded(layer.filters) * 4);
    const writer = writeConvolutionGradients(layer, convolution.layout, addresses);
    return { ...convolution, share: define(`share${index}`, writer) };
  });
  const pointers = passes.map(({ input, places, layer, pooledGradients }) => ({
    input: { pointer: pointerAt(fn, i32.const(input.address)), bytes: input.bytes },
    places: { pointer: pointerAt(fn, i32.const(places)), bytes: placesBytes(layer) },
    pooled: {
      pointer: pointerAt(fn, i32.const(pooledGradients.address)),
      bytes: pooledGradients.bytes,
    },
  }));
  const steps = pointers.flatMap((all) => Object.values(all));
  repeat(fn, fn.parameter(0).get, steps, () => {
    for (let index = passes.length - 1; index >= 0; index--) {
      const { input, places, pooled } = pointers[index];
      const below = passes[index - 1]?.pooledGradients.address;
      if (below !== undefined) {
        clear(fn, i32.const(below), passes[index].input.bytes);
      }
      const own = copyOf(fn, places.pointer);
      fn.emit(
        call(passes[index].share, [
          input.pointer.get,
          own.get,
          pooled.pointer.get,
          i32.const(below ?? 0),
        ]),
      );
    }
  });
}

/** @param bytes a multiple of 16 */
function clear(fn: FunctionWriter, address: Code, bytes: number): void {
  const at = fn.local("i32");
  fn.emit(
    at.set(i32.const(0)),
    loopUntil(
      [
        v128.store(i32.add(address, at.get), f32x4.const(0)),
        at.set(i32.add(at.get, i32.const(16))),
      ],
      i32.geU(at.get, i32.const(bytes)),
    ),
  );
}
