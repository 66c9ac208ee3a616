import assert from "node:assert/strict";
import { createKernel } from "../../../src/compute/graph/kernel.js";
import type { Axis, Expression } from "../../../src/compute/graph/expression.js";
import { sum } from "../../../src/compute/graph/operations.js";
import { compileJavascriptKernel } from "../../../src/compute/backends/javascriptKernel.js";
import { activationLayers } from "../../../src/train/modules/basicLayers.js";
import { createLayer, placeParameters } from "../../../src/train/modules/parts/createLayer.js";
import { defaultRunSettings } from "../../../src/experiments/settings/runSettings.js";

/** Value and slope of each activation function at -1.2, 0 and 7: Python's math, torch's slope at 0. */
const expected: Readonly<Record<string, readonly (readonly [value: number, slope: number])[]>> = {
  ReLU: [
    [0, 0],
    [0, 0],
    [7, 1],
  ],
  ReLU6: [
    [0, 0],
    [0, 0],
    [6, 0],
  ],
  Tanh: [
    [-0.8336546070121552, 0.3050199962274114],
    [0, 1],
    [0.9999983369439447, 3.3261093450398e-6],
  ],
  Sigmoid: [
    [0.23147521650098232, 0.1778944406468],
    [0.5, 0.25],
    [0.9990889488055994, 9.1022118012178e-4],
  ],
  Softsign: [
    [-0.5454545454545455, 0.2066115702479339],
    [0, 1],
    [0.875, 0.015625],
  ],
  SELU: [
    [-1.2285699954174891, 0.5295293454298876],
    [0, 1.7580993408473766],
    [7.354906911488364, 1.0507009873554805],
  ],
  ELU: [
    [-0.6988057880877978, 0.3011942119122021],
    [0, 1],
    [7, 1],
  ],
};

describe("layers with activation functions", () => {
  for (const module of activationLayers) {
    it(`compute value and slope: ${module.name}`, () => {
      const [inputs, outputs, samples]: Axis[] = ["input", "output", "sample"].map((name) => ({
        name,
        size: 1,
      }));
      const shape = { inputs, outputs, settings: defaultRunSettings };
      const parameters = placeParameters(module.parameters(shape));
      const axes = [samples, inputs];
      const x: Expression = { kind: "input", axes, offset: 0, strides: [1, 1], isFinite: true };
      const layer = createLayer(shape, {
        samples,
        x,
        training: true,
        parameters,
        noises: [],
        firstNoiseColumn: 1,
      });
      const total = sum(module.forward(layer), samples, outputs);
      const kernel = compileJavascriptKernel(createKernel([total], samples, { gradientOf: 0 }), []);
      [-1.2, 0, 7].forEach((at, i) => {
        const results = new Float64Array(1);
        const gradients = new Float64Array(2);
        // x W + b with x = 1, W = 0: the slope is the gradient of b.
        kernel({
          parameters: Float64Array.of(0, at),
          scalars: new Float64Array(0),
          batch: Float64Array.of(1),
          results,
          gradients,
        });
        const [value, slope] = expected[module.name][i];
        assert.ok(Math.abs(results[0] - value) < 1e-6, `value ${results[0]} at ${at}`);
        assert.ok(Math.abs(gradients[1] - slope) < 1e-6, `slope ${gradients[1]} at ${at}`);
      });
    });
  }
});
