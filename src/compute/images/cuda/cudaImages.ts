import { OutOfMemory } from "../../backends/backend.js";
import {
  address,
  word,
  type CudaDevice,
  type CudaModule,
  type CudaStream,
} from "../../backends/cuda/device.js";
import { DeviceArrays } from "../../backends/cuda/deviceArrays.js";
import { threadsOfBlock } from "../../backends/cuda/ptx/ptxFunction.js";
import type { Optimizer } from "../../graph/optimizers.js";
import { createUpdate, updateColumns } from "../../graph/update.js";
import { UserError } from "../../../util/userError.js";
import { wholeGroups } from "../imageNetwork.js";
import {
  arraysOf,
  putArrays,
  type ImageArray,
  type ImageSession,
  type PictureSet,
} from "../imageSession.js";
import { placeLayers, type ImageNetworkShape, type PlacedLayers } from "../layers.js";
import { placeDeviceMemory, type DeviceMemory } from "./deviceMemory.js";
import { valuesBytes, writeImagePtx, type ImagePtx, type Pass } from "./imagePtx.js";

/**
 * A network on a GPU, with the bits of WebAssembly.
 *
 * @param most pictures that are computed at once
 * @throws {UserError} where the device has not as much memory
 */
export function startCudaImages(
  device: CudaDevice,
  shape: ImageNetworkShape,
  optimizer: Optimizer,
  most: number,
): ImageSession {
  try {
    return new CudaImages(device, shape, optimizer, wholeGroups(most));
  } catch (error) {
    if (error instanceof OutOfMemory) throw tooLarge(error);
    throw error;
  }
}

const tooLarge = ({ message }: OutOfMemory): UserError =>
  new UserError(`${message}. Train fewer runs at a time, or take the backend wasm.`);

class CudaImages implements ImageSession {
  readonly device: string;
  private readonly layers: PlacedLayers;
  private readonly places: DeviceMemory;
  private readonly ptx: ImagePtx;
  private readonly module: CudaModule;
  private readonly stream: CudaStream;
  private readonly arrays: DeviceArrays;
  private readonly memory: number;
  private readonly columnCount: number;
  /** Where sets are, by their pixels. */
  private readonly sets = new Map<Uint8Array, number>();
  private steps = 0;

  constructor(
    device: CudaDevice,
    private readonly shape: ImageNetworkShape,
    private readonly optimizer: Optimizer,
    readonly most: number,
  ) {
    this.device = device.name;
    this.layers = placeLayers(shape);
    const { scalars } = optimizer;
    const update = createUpdate(this.layers.length, { optimizer, clipNorm: null, bounds: [] });
    this.columnCount = 1 + update.initial.length;
    this.places = placeDeviceMemory(this.layers, update, scalars.length, most);
    const names = scalars.map(({ name }) => name);
    const pixels = shape.image.height * shape.image.width;
    this.ptx = writeImagePtx(this.layers, update, names, this.places, pixels);
    this.module = device.load(this.ptx.text);
    this.stream = device.createStream();
    this.arrays = new DeviceArrays(device, this.stream);
    try {
      // Where nothing is ever written, there are zeros.
      this.memory = this.arrays.place(new Uint8Array(this.places.bytes));
    } catch (error) {
      this.release();
      throw error;
    }
  }

  get definitions() {
    return this.layers.parameters;
  }

  async setParameters(arrays: readonly ArrayLike<number>[]): Promise<void> {
    const { columns, columnBytes } = this.places;
    const count = columnBytes / 4;
    const all = new Float32Array(count * this.columnCount);
    const start = updateColumns.parameters * count;
    putArrays(this.layers.parameters, arrays, all.subarray(start, start + count));
    this.copyIn(columns, all);
    await this.stream.idle();
    this.steps = 0;
  }

  async forward(set: PictureSet, pictures: Uint32Array): Promise<Float32Array> {
    const { chosen, outputs } = this.places;
    const place = this.sets.get(set.pixels) ?? this.upload(set);
    this.copyIn(chosen, pictures.slice());
    const [gather, ...others] = this.ptx.forward;
    const { length: count } = pictures;
    this.launch([gather], count, place);
    this.launch(others, wholeGroups(count));
    const stride = outputs.bytes / 4;
    const all = new Float32Array(count * stride);
    await this.stream.copyOut(new Uint8Array(all.buffer), this.memory + outputs.address);
    const width = this.outputs;
    const result = new Float32Array(count * width);
    for (let picture = 0; picture < count; picture++) {
      result.set(all.subarray(picture * stride, picture * stride + width), picture * width);
    }
    return result;
  }

  async backward(gradients: Float32Array): Promise<void> {
    const { address: target, bytes } = this.places.outputGradients;
    const width = this.outputs;
    const count = wholeGroups(gradients.length / width);
    const all = new Float32Array((count * bytes) / 4);
    for (let i = 0; i < gradients.length; i++) {
      all[(Math.floor(i / width) * bytes) / 4 + (i % width)] = gradients[i];
    }
    this.copyIn(target, all);
    this.launch(this.ptx.backward, count);
    await this.stream.idle();
  }

  async step(): Promise<boolean> {
    const { broken } = this.places;
    const scalars = this.optimizer.scalars.map((scalar) => scalar.at(this.steps));
    const given = Float32Array.from([0, ...scalars]);
    this.copyIn(broken, given);
    this.launch(this.ptx.step, 0);
    const found = new Float32Array(1);
    await this.stream.copyOut(new Uint8Array(found.buffer), this.memory + broken);
    this.steps++;
    return found[0] === 0;
  }

  async read(array: "parameters" | "gradients"): Promise<readonly ImageArray[]> {
    const { columnBytes, [array]: start } = this.places;
    const column = new Float32Array(columnBytes / 4);
    await this.stream.copyOut(new Uint8Array(column.buffer), this.memory + start);
    return arraysOf(this.layers.parameters, column);
  }

  close(): Promise<void> {
    this.release();
    return Promise.resolve();
  }

  private upload({ pixels, values }: PictureSet): number {
    const block = new Uint8Array(valuesBytes + Math.ceil(pixels.length / 4) * 4);
    new Float32Array(block.buffer, 0, 256).set(values);
    block.set(pixels, valuesBytes);
    try {
      const place = this.arrays.place(block);
      this.sets.set(pixels, place);
      return place;
    } catch (error) {
      if (error instanceof OutOfMemory) throw tooLarge(error);
      throw error;
    }
  }

  private copyIn(place: number, values: ArrayBufferView): void {
    this.arrays.copyIn(this.memory + place, values);
  }

  private launch(pass: Pass, pictures: number, set = 0): void {
    for (const { name, threads } of pass) {
      const count = threads(pictures);
      const blocks = Math.ceil(count / threadsOfBlock);
      const args = [word(count), address(this.memory), address(set), word(pictures)];
      const grid = { blocks, threads: threadsOfBlock };
      this.module.launch(name, grid, args, this.stream);
    }
  }

  private release(): void {
    this.arrays.free();
    this.stream.destroy();
    this.module.unload();
  }

  private get outputs(): number {
    return this.shape.dense[this.shape.dense.length - 1].outputs;
  }
}
