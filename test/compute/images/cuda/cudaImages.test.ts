import assert from "node:assert/strict";
import { devicesOf } from "../../../../src/compute/backends/cuda/driver.js";
import { adam } from "../../../../src/compute/graph/optimizers.js";
import { startCudaImages } from "../../../../src/compute/images/cuda/cudaImages.js";
import type { ImageSession, PictureSet } from "../../../../src/compute/images/imageSession.js";
import type { ImageNetworkShape } from "../../../../src/compute/images/layers.js";
import { startWasmImages } from "../../../../src/compute/images/wasmImages.js";
import {
  interpretedDriver,
  type InterpretedDriverOptions,
} from "../../backends/cuda/interpretedDriver.js";

/** Numbers that look random and are the same every time. */
function numbers(length: number, seed: number): Float64Array {
  let state = seed;
  return Float64Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.fround(state / 2 ** 31 - 1);
  });
}

const convolution = (name: string, filters: number, size: number) =>
  ({ kind: "convolution", name, filters, size }) as const;
const dense = (name: string, outputs: number, relu: boolean) =>
  ({ kind: "dense", name, outputs, relu }) as const;

/** Networks whose sums go in one piece and in segments, with sizes that fill their vectors and not. */
const shapes: Readonly<Record<string, ImageNetworkShape>> = {
  "two convolutions": {
    image: { height: 12, width: 16 },
    convolutions: [convolution("conv1", 6, 3), convolution("conv2", 5, 2)],
    dense: [dense("fc1", 7, true), dense("fc2", 2, false)],
  },
  "segments with sums of their own": {
    image: { height: 14, width: 14 },
    convolutions: [convolution("conv1", 7, 5), convolution("conv2", 3, 4)],
    dense: [dense("fc1", 130, true), dense("fc2", 1, false)],
  },
  "one convolution": {
    image: { height: 6, width: 6 },
    convolutions: [convolution("conv1", 3, 3)],
    dense: [dense("fc1", 2, false)],
  },
  "no convolution": {
    image: { height: 5, width: 5 },
    convolutions: [],
    dense: [dense("fc1", 3, false), dense("fc2", 5, true), dense("fc3", 2, false)],
  },
};

const device = (options: InterpretedDriverOptions) => {
  const driver = interpretedDriver({ bytes: 1 << 25, ...options });
  const devices = devicesOf(driver);
  assert.ok(typeof devices !== "string");
  return { driver, card: devices[0] };
};

/** What a session says and learns in three steps of two sets, the last batch a smaller one. */
async function trainThreeSteps(session: ImageSession, shape: ImageNetworkShape) {
  const size = shape.image.height * shape.image.width;
  const values = Float32Array.from({ length: 256 }, (_, pixel) => Math.fround(pixel / 99 - 0.4));
  const setOf = (count: number, seed: number): PictureSet => ({
    pixels: Uint8Array.from(numbers(count * size, seed), (x) => Math.floor((x + 1) * 127)),
    values,
  });
  const sets = [setOf(11, 3), setOf(5, 4)];
  await session.setParameters(
    session.definitions.map(({ shape: axes }, index) =>
      numbers(
        axes.reduce((product, length) => product * length, 1),
        index + 1,
      ).map((value) => Math.fround(value / 2)),
    ),
  );
  const states: unknown[] = [];
  const { outputs } = shape.dense[shape.dense.length - 1];
  for (const [step, pictures] of [[9, 0, 3, 3, 10], [4, 0, 2], [7]].entries()) {
    const said = await session.forward(sets[step % 2], Uint32Array.from(pictures));
    const gradients = numbers(pictures.length * outputs, 20 + step);
    // A gradient of 0 has no share.
    gradients[0] = -0;
    await session.backward(Float32Array.from(gradients));
    const isNumber = await session.step();
    const read = async (array: "parameters" | "gradients") =>
      (await session.read(array)).map(({ name, values }) => [name, [...values]]);
    states.push([...said], isNumber, await read("gradients"), await read("parameters"));
  }
  return states;
}

describe("image networks on GPUs", () => {
  for (const [name, shape] of Object.entries(shapes)) {
    it(`have the bits of WebAssembly: ${name}`, async () => {
      const { card, driver } = device({ order: "random" });
      const onCard = startCudaImages(card, shape, adam(1e-2), 8);
      const found = await trainThreeSteps(onCard, shape);
      const expected = await trainThreeSteps(startWasmImages(shape, adam(1e-2), 8), shape);
      assert.deepEqual(found, expected);
      await onCard.close();
      assert.ok(driver.isEmpty);
    });
  }

  it("never touch what another thread writes", async () => {
    const shape: ImageNetworkShape = {
      image: { height: 8, width: 8 },
      convolutions: [convolution("conv1", 2, 3), convolution("conv2", 2, 2)],
      dense: [dense("fc1", 3, true), dense("fc2", 1, false)],
    };
    const { card } = device({ detectsRaces: true });
    await trainThreeSteps(startCudaImages(card, shape, adam(1e-2), 8), shape);
  });

  it("say when a parameter is no number any more", async () => {
    const shape = shapes["no convolution"];
    const { card } = device({});
    const session = startCudaImages(card, shape, adam(1e-2), 8);
    const pixels = new Uint8Array(25).fill(9);
    await session.forward({ pixels, values: new Float32Array(256).fill(1) }, Uint32Array.of(0));
    await session.backward(Float32Array.of(NaN, 1));
    assert.equal(await session.step(), false);
  });
});
