import type { Optimizer } from "../graph/optimizers.js";
import { createUpdate, updateColumns } from "../graph/update.js";
import { pictureGroup } from "./dense.js";
import { compileImageModule, type ImageExports, type CompiledMemory } from "./imageModule.js";
import { arraysOf, type ImageArray, putArrays } from "./imageSession.js";
import { placeLayers, type ImageNetworkShape, type ImageParameter } from "./layers.js";

/**
 * A convolutional network in single precision: from pictures to numbers, its gradients, and its optimiser.
 *
 * Formulas are written out number by number, which hundreds of thousands of weights do not allow. So its loops are
 * written here as WebAssembly: matrix products in registers, and gradients that follow the places of maxima.
 */
export class ImageNetwork {
  private readonly exports: ImageExports;
  private readonly memory: CompiledMemory;
  private readonly layers: ReturnType<typeof placeLayers>;
  private readonly columns: number;
  private isPrepared = false;
  private steps = 0;

  /** @param most pictures that are computed at once */
  constructor(
    readonly shape: ImageNetworkShape,
    private readonly optimizer: Optimizer,
    most: number,
  ) {
    this.layers = placeLayers(shape);
    const update = createUpdate(this.layers.length, { optimizer, clipNorm: null, bounds: [] });
    const scalarNames = optimizer.scalars.map(({ name }) => name);
    const compiled = compileImageModule(this.layers, update, scalarNames, wholeGroups(most));
    this.memory = compiled.memory;
    const instance = new WebAssembly.Instance(compiled.module);
    this.exports = instance.exports as unknown as ImageExports;
    for (const [rows, address] of this.memory.sampleMasks) {
      new Int32Array(this.exports.memory.buffer, address, rows).fill(-1);
    }
    this.columns = update.initial.length;
    this.most = wholeGroups(most);
  }

  /** Most pictures of a pass. */
  readonly most: number;

  /** Every array that is learnt, in PyTorch's order. */
  get definitions(): readonly ImageParameter[] {
    return this.layers.parameters;
  }

  get parameters(): readonly ImageArray[] {
    return this.read(updateColumns.parameters);
  }

  get gradients(): readonly ImageArray[] {
    return this.read(updateColumns.gradients);
  }

  /** Sets all arrays, in the order of {@link definitions}; the optimiser begins anew. */
  setParameters(arrays: readonly ArrayLike<number>[]): void {
    for (let column = 0; column <= this.columns; column++) this.column(column).fill(0);
    putArrays(this.layers.parameters, arrays, this.column(updateColumns.parameters));
    this.steps = 0;
    this.isPrepared = false;
  }

  /** Where the pictures of the next pass are put: pixels row after row, one picture {@link pictureLength} behind the other. */
  get pictures(): Float32Array {
    return this.floats(this.memory.pictures, this.most * this.pictureLength);
  }

  /** Numbers from one picture to the next. */
  get pictureLength(): number {
    return this.memory.pictureBytes / 4;
  }

  /**
   * The outputs of the first `count` pictures.
   *
   * @returns outputs of one picture side by side
   */
  forward(count: number): Float32Array {
    if (!this.isPrepared) this.exports.prepare();
    this.isPrepared = true;
    this.exports.forward(wholeGroups(count));
    const { outputs: width, stride } = this.outputShape;
    const all = this.floats(this.memory.outputs, count * stride);
    const outputs = new Float32Array(count * width);
    for (let i = 0; i < outputs.length; i++) {
      outputs[i] = all[Math.floor(i / width) * stride + (i % width)];
    }
    return outputs;
  }

  /**
   * Gradients of the parameters of the pictures of the last pass.
   *
   * @param gradients of the outputs, as {@link forward} gives them
   */
  backward(gradients: ArrayLike<number>): void {
    const { outputs: width, stride } = this.outputShape;
    const count = gradients.length / width;
    const all = this.floats(this.memory.outputGradients, wholeGroups(count) * stride);
    all.fill(0);
    for (let i = 0; i < gradients.length; i++) {
      all[Math.floor(i / width) * stride + (i % width)] = gradients[i];
    }
    this.exports.backward(wholeGroups(count));
  }

  /** @returns whether all parameters are numbers afterwards */
  step(): boolean {
    const scalars = this.floats(this.memory.scalars, this.optimizer.scalars.length);
    this.optimizer.scalars.forEach((scalar, index) => (scalars[index] = scalar.at(this.steps)));
    this.exports.step();
    this.steps++;
    this.isPrepared = false;
    return this.floats(this.memory.broken, 1)[0] === 0;
  }

  private get outputShape() {
    const { outputs } = this.shape.dense[this.shape.dense.length - 1];
    return { outputs, stride: this.memory.outputBytes / 4 };
  }

  private read(column: number): readonly ImageArray[] {
    return arraysOf(this.layers.parameters, this.column(column));
  }

  private column(index: number): Float32Array {
    const { columns, columnBytes } = this.memory;
    return this.floats(columns + index * columnBytes, this.layers.length);
  }

  private floats(address: number, count: number): Float32Array {
    return new Float32Array(this.exports.memory.buffer, address, count);
  }
}

/** So many pictures, and those that fill the last group. */
export const wholeGroups = (count: number): number =>
  Math.ceil(count / pictureGroup) * pictureGroup;
