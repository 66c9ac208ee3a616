import { f32x4, i32, v128 } from "../../util/wasm/instructions.js";
import { FunctionWriter } from "../../util/wasm/moduleWriter.js";
import { padded, type PlacedDense } from "./layers.js";
import { pointerAt, repeat } from "./loops.js";
import { tileOf, writeProduct, type MatrixProduct } from "./matrixProduct.js";

/** Pictures are computed in multiples of this many. */
export const pictureGroup = 8;

/** Where a dense layer's numbers are. */
export interface DenseMemory {
  /** Inputs of each picture, {@link PlacedDense.rowLength} apart. */
  readonly inputs: number;
  readonly outputs: number;
  readonly inputGradients: number;
  readonly outputGradients: number;
  /** The weights, packed with outputs as columns; and with inputs as columns. */
  readonly byOutput: number;
  readonly byInput: number;
  /** The inputs of all pictures, packed. */
  readonly packedInputs: number;
  readonly biases: number;
  readonly weightGradients: number;
  readonly biasGradients: number;
}

/** Columns of the tile that outputs are computed in. */
export const outputTile = ({ outputs }: PlacedDense) => tileOf(pictureGroup, padded(outputs));
/** Columns of the tile that gradients of inputs are computed in. */
export const inputTile = ({ rowLength }: PlacedDense) => tileOf(pictureGroup, rowLength);

/** Numbers side by side, summed in parts of about a hundred where they can be divided so. */
export function inSegments(count: number): Pick<MatrixProduct, "segments" | "terms"> {
  let size = count;
  for (let parts = 1; size > 128 && parts <= count / 32; parts++) {
    if (count % parts === 0) size = count / parts;
  }
  return { segments: { count: count / size, bytes: 4 * size }, terms: { count: size, bytes: 4 } };
}

/** The outputs of some pictures: a function of their number, a multiple of {@link pictureGroup}. */
export function writeOutputs(layer: PlacedDense, memory: DenseMemory): FunctionWriter {
  const fn = new FunctionWriter(["i32"]);
  const tile = outputTile(layer);
  const columns = padded(layer.outputs);
  writeProduct(fn, {
    left: i32.const(memory.inputs),
    packed: i32.const(memory.byOutput),
    result: i32.const(memory.outputs),
    outer: [],
    inner: [
      {
        count: i32.divU(fn.parameter(0).get, i32.const(tile.rows)),
        left: tile.rows * layer.rowLength * 4,
        result: tile.rows * columns * 4,
      },
    ],
    tile,
    leftRow: layer.rowLength * 4,
    resultRow: columns * 4,
    ...inSegments(layer.inputs),
    columns,
    start: memory.biases,
    relu: layer.relu,
  });
  return fn;
}

/** The gradients of inputs: a function of the number of pictures. */
export function writeInputGradients(
  layer: PlacedDense,
  memory: DenseMemory,
  inputsAreRectified: boolean,
): FunctionWriter {
  const fn = new FunctionWriter(["i32"]);
  const tile = inputTile(layer);
  const columns = layer.rowLength;
  const outputBytes = padded(layer.outputs) * 4;
  writeProduct(fn, {
    left: i32.const(memory.outputGradients),
    packed: i32.const(memory.byInput),
    result: i32.const(memory.inputGradients),
    outer: [],
    inner: [
      {
        count: i32.divU(fn.parameter(0).get, i32.const(tile.rows)),
        left: tile.rows * outputBytes,
        result: tile.rows * columns * 4,
      },
    ],
    tile,
    leftRow: outputBytes,
    resultRow: columns * 4,
    ...inSegments(layer.outputs),
    columns,
  });
  if (inputsAreRectified) {
    const gradient = pointerAt(fn, i32.const(memory.inputGradients));
    const input = pointerAt(fn, i32.const(memory.inputs));
    const steps = [
      { pointer: gradient, bytes: 16 },
      { pointer: input, bytes: 16 },
    ];
    repeat(fn, i32.mul(fn.parameter(0).get, i32.const(columns / 4)), steps, () => {
      const isOpen = f32x4.gt(v128.load(input.get), f32x4.const(0));
      fn.emit(v128.store(gradient.get, v128.and(v128.load(gradient.get), isOpen)));
    });
  }
  return fn;
}

/** The gradients of weights and biases: a function of the number of pictures. */
export function writeWeightGradients(layer: PlacedDense, memory: DenseMemory): FunctionWriter {
  const fn = new FunctionWriter(["i32"]);
  const outputBytes = padded(layer.outputs) * 4;
  const tile = tileOf(layer.outputs, layer.rowLength);
  writeProduct(fn, {
    left: i32.const(memory.outputGradients),
    packed: i32.const(memory.packedInputs),
    result: i32.const(memory.weightGradients),
    outer: [],
    inner: [
      {
        count: layer.outputs / tile.rows,
        left: tile.rows * 4,
        result: tile.rows * layer.rowLength * 4,
      },
    ],
    tile,
    leftRow: 4,
    resultRow: layer.rowLength * 4,
    segments: { count: 1, bytes: 0 },
    terms: { count: fn.parameter(0).get, bytes: outputBytes },
    columns: layer.rowLength,
  });
  const sum = fn.local("v128");
  const column = pointerAt(fn, i32.const(memory.outputGradients));
  const target = pointerAt(fn, i32.const(memory.biasGradients));
  const steps = [
    { pointer: column, bytes: 16 },
    { pointer: target, bytes: 16 },
  ];
  repeat(fn, padded(layer.outputs) / 4, steps, () => {
    const at = pointerAt(fn, column.get);
    fn.emit(sum.set(f32x4.const(0)));
    repeat(fn, fn.parameter(0).get, [{ pointer: at, bytes: outputBytes }], () => {
      fn.emit(sum.set(f32x4.add(sum.get, v128.load(at.get))));
    });
    fn.emit(v128.store(target.get, sum.get));
  });
  return fn;
}
