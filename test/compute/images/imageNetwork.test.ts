import assert from "node:assert/strict";
import { ImageNetwork } from "../../../src/compute/images/imageNetwork.js";
import type { ImageNetworkShape } from "../../../src/compute/images/layers.js";
import { gradientDescent } from "../../../src/compute/graph/optimizers.js";

const shape: ImageNetworkShape = {
  image: { height: 12, width: 16 },
  convolutions: [
    { kind: "convolution", name: "conv1", filters: 6, size: 3 },
    { kind: "convolution", name: "conv2", filters: 5, size: 2 },
  ],
  dense: [
    { kind: "dense", name: "fc1", outputs: 7, relu: true },
    { kind: "dense", name: "fc2", outputs: 2, relu: false },
  ],
};
const count = 5;

/** Numbers that look random and are the same every time. */
function numbers(length: number, seed: number): Float64Array {
  let state = seed;
  return Float64Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.fround(state / 2 ** 31 - 1);
  });
}

type Picture = { channels: number; height: number; width: number; values: Float64Array };
type Arrays = Readonly<Record<string, Float64Array>>;

/** The definition of the layers, number by number in double precision. */
function outputsOf(picture: Float64Array, parameters: Arrays): Float64Array {
  let now: Picture = { channels: 1, ...shape.image, values: picture };
  for (const { name, filters, size } of shape.convolutions) {
    const [height, width] = [now.height - size + 1, now.width - size + 1];
    const weights = parameters[`${name}.weight`];
    const raw = (filter: number, y: number, x: number): number => {
      let sum = parameters[`${name}.bias`][filter];
      for (let c = 0; c < now.channels; c++) {
        for (let i = 0; i < size; i++) {
          for (let j = 0; j < size; j++) {
            const pixel = now.values[(c * now.height + y + i) * now.width + x + j];
            sum += pixel * weights[((filter * now.channels + c) * size + i) * size + j];
          }
        }
      }
      return Math.max(sum, 0);
    };
    const pooled = new Float64Array((filters * height * width) / 4);
    for (let filter = 0; filter < filters; filter++) {
      for (let y = 0; y < height / 2; y++) {
        for (let x = 0; x < width / 2; x++) {
          pooled[(filter * (height / 2) + y) * (width / 2) + x] = Math.max(
            raw(filter, 2 * y, 2 * x),
            raw(filter, 2 * y, 2 * x + 1),
            raw(filter, 2 * y + 1, 2 * x),
            raw(filter, 2 * y + 1, 2 * x + 1),
          );
        }
      }
    }
    now = { channels: filters, height: height / 2, width: width / 2, values: pooled };
  }
  let values = now.values;
  for (const { name, outputs, relu } of shape.dense) {
    const inputs = values;
    values = Float64Array.from({ length: outputs }, (_, output) => {
      const row = parameters[`${name}.weight`].subarray(output * inputs.length);
      const sum = inputs.reduce((total, input, index) => total + input * row[index], 0);
      const shifted = sum + parameters[`${name}.bias`][output];
      return relu ? Math.max(shifted, 0) : shifted;
    });
  }
  return values;
}

describe("ImageNetwork", () => {
  const network = new ImageNetwork(shape, gradientDescent(0.5, 0), count);
  const { definitions } = network;
  const initial = definitions.map(({ shape: axes }, index) =>
    numbers(
      axes.reduce((product, size) => product * size, 1),
      index + 1,
    ).map((value) => Math.fround(value / 2)),
  );
  const pixels = shape.image.height * shape.image.width;
  const pictures = numbers(count * pixels, 99);
  const wanted = numbers(count * 2, 7);
  const named = (arrays: readonly Float64Array[]): Arrays =>
    Object.fromEntries(definitions.map(({ name }, index) => [name, arrays[index]]));
  /** Something that depends on all outputs: their weighted sum. */
  const total = (arrays: readonly Float64Array[]): number => {
    let sum = 0;
    for (let picture = 0; picture < count; picture++) {
      const values = pictures.subarray(picture * pixels, (picture + 1) * pixels);
      outputsOf(values, named(arrays)).forEach(
        (output, index) => (sum += output * wanted[2 * picture + index]),
      );
    }
    return sum;
  };

  beforeEach(() => {
    network.setParameters(initial);
    network.pictures.set(pictures);
  });

  it("orders its parameters as PyTorch does", () => {
    assert.deepEqual(
      definitions.map(({ name, shape: axes, fanIn }) => [name, axes.join(" "), fanIn]),
      [
        ["conv1.weight", "6 1 3 3", 9],
        ["conv1.bias", "6", 9],
        ["conv2.weight", "5 6 2 2", 24],
        ["conv2.bias", "5", 24],
        ["fc1.weight", "7 30", 30],
        ["fc1.bias", "7", 30],
        ["fc2.weight", "2 7", 7],
        ["fc2.bias", "2", 7],
      ],
    );
    network.parameters.forEach(({ values }, index) => assert.deepEqual(values, initial[index]));
  });

  it("gives the outputs of the layers' definition", () => {
    const outputs = network.forward(count);
    for (let picture = 0; picture < count; picture++) {
      const values = pictures.subarray(picture * pixels, (picture + 1) * pixels);
      const expected = outputsOf(values, named(initial));
      expected.forEach((value, index) => {
        const found = outputs[2 * picture + index];
        assert.ok(
          Math.abs(found - value) < 2e-6 * Math.max(1, Math.abs(value)),
          `${found} ${value}`,
        );
      });
    }
  });

  it("gives the gradients that differences give", () => {
    network.forward(count);
    network.backward(wanted);
    const step = 1e-7;
    for (const [index, { name, values }] of network.gradients.entries()) {
      const scale = Math.max(...values.map(Math.abs));
      assert.ok(scale > 0, name);
      for (let place = 0; place < values.length; place += Math.ceil(values.length / 12)) {
        const at = (change: number): number =>
          total(
            initial.map((array, other) =>
              other === index ? array.with(place, array[place] + change) : array,
            ),
          );
        const expected = (at(step) - at(-step)) / (2 * step);
        const found = values[place];
        assert.ok(
          Math.abs(found - expected) < 1e-5 * scale,
          `${name} ${place}: ${found} ${expected}`,
        );
      }
    }
  });

  it("moves every parameter against its gradient, and sees pictures anew afterwards", () => {
    const before = network.forward(count);
    network.backward(wanted);
    const gradients = network.gradients.map(({ values }) => values);
    assert.equal(network.step(), true);
    network.parameters.forEach(({ values }, index) => {
      values.forEach((value, place) => {
        const expected = Math.fround(initial[index][place] - 0.5 * gradients[index][place]);
        assert.ok(Math.abs(value - expected) <= 1e-6 * Math.max(1, Math.abs(expected)));
      });
    });
    assert.notDeepEqual(network.forward(count), before);
  });

  it("says when a parameter is no number any more", () => {
    network.forward(count);
    network.backward(wanted.map(() => NaN));
    assert.equal(network.step(), false);
  });

  it("refuses pictures that the layers do not divide", () => {
    const odd = { ...shape, image: { height: 13, width: 16 } };
    assert.throws(() => new ImageNetwork(odd, gradientDescent(0.5, 0), 1), /11 x 14/);
  });
});
