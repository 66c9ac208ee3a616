import { clear } from "../backends/wasm/clear.js";
import { call, i32 } from "../../util/wasm/instructions.js";
import { writeKernelFunction } from "../backends/wasm/kernelFunction.js";
import { paddedRows } from "../backends/wasm/lanes.js";
import { MemoryLayout } from "../backends/wasm/memoryLayout.js";
import { FunctionWriter, writeModule } from "../../util/wasm/moduleWriter.js";
import type { Update } from "../graph/update.js";
import {
  convolutionTile,
  placesBytes,
  writeConvolutionGradients,
  writeFilters,
  writePooling,
} from "./convolution.js";
import {
  inputTile,
  outputTile,
  writeInputGradients,
  writeOutputs,
  writeWeightGradients,
} from "./dense.js";
import { type ConvolutionMemory, type ImageMemory, placeMemory } from "./imageMemory.js";
import { padded, type PlacedLayers } from "./layers.js";
import { copyOf, pointerAt, repeat } from "./loops.js";
import { tileOf } from "./matrixProduct.js";
import { writePack, writePackRows } from "./pack.js";

/** Addresses of a compiled module. */
export interface CompiledMemory extends ImageMemory {
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
): { readonly module: WebAssembly.Module; readonly memory: CompiledMemory } {
  const layout = new MemoryLayout();
  const memory = placeMemory(layout, layers, update, scalarNames.length, most);
  const { columns, parameters, gradients, scalars, broken, convolutions, dense } = memory;
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
    memory: { ...memory, sampleMasks },
  };
}

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
    fn.emit(
      ...clear(fn, addresses.weights, padded(layer.filters * taps) * 4),
      ...clear(fn, addresses.biases, padded(layer.filters) * 4),
    );
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
        fn.emit(...clear(fn, below, passes[index].input.bytes));
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
