import assert from "node:assert/strict";
import { compileJavascriptKernel } from "../../../src/compute/backends/javascriptKernel.js";
import { TorchGenerator } from "../../../src/compute/random/torchGenerator.js";
import {
  completeSettings,
  type GivenSettings,
} from "../../../src/experiments/settings/runSettings.js";
import { arithmeticTaskData } from "../../../src/train/tasks/arithmetic.js";
import { twoLayerTask } from "../../../src/train/tasks/twoLayer.js";
import { createTrainer } from "../../../src/train/trainer/createTrainer.js";
import { createProgram } from "../../../src/train/trainer/trainerProgram.js";

const small: GivenSettings = {
  task: "simple_function_static",
  operation: "mul",
  inputSize: 6,
  subsetRatio: 0.5,
  hiddenSize: 3,
  batchSize: 16,
  seed: 4,
  regularizerScalingStart: 0,
  regularizerScalingEnd: 0,
};

/** Modules as they are for a single layer, stacked. */
const stacks: Readonly<Record<string, GivenSettings>> = {
  "NAU and NMU": { layerType: "ReRegualizedLinearNAC", nacMultiplication: "mnac" },
  "NAU and NMU, penalised": {
    layerType: "ReRegualizedLinearNAC",
    nacMultiplication: "mnac",
    outOfBoundsMode: "regualized",
    regularizerZ: 1,
  },
  "NAC and NAC in the space of logarithms": { layerType: "NAC", nacMultiplication: "normal" },
  "NAU and a product of what is above 1": {
    layerType: "ReRegualizedLinearPosNAC",
    firstLayer: "ReRegualizedLinearNAC",
    nacMultiplication: "max-safe",
    regularizerZ: 1,
  },
  "NALU and NALU": { layerType: "NALU" },
  "ReLU6 and Linear": { layerType: "ReLU6" },
  "NRU and NRU": { layerType: "NRU", operation: "div" },
};

describe("modules in a stack", () => {
  for (const [name, given] of Object.entries(stacks)) {
    it(`have the slopes of central differences on every backend: ${name}`, async () => {
      const settings = completeSettings({ ...small, ...given });
      const task = twoLayerTask.formulas(settings);
      const program = createProgram(
        task,
        (place) => twoLayerTask.network.create(settings, place),
        settings,
      );
      const batch = new Float64Array(settings.batchSize * program.columns.count);
      arithmeticTaskData(settings).nextBatch(batch);
      const parameters = program.network.draw(new TorchGenerator(settings.seed, 32));
      const results = new Float64Array(program.resultCount);
      const kernel = compileJavascriptKernel(
        program.trainingKernel(task.phases[0]),
        program.scalars,
      );
      // At the first step every factor is that of the settings.
      const factors: Readonly<Record<string, number>> = {
        W: settings.regularizer,
        z: settings.regularizerZ,
        "W-OOB": settings.regularizerOutOfBounds,
      };
      const scalars = Float64Array.from(program.scalars, (key) => factors[key] ?? 1);
      const lossAt = (at: Float64Array): number => {
        const gradients = new Float64Array(parameters.length);
        kernel({ parameters: at, scalars, batch, results, gradients });
        return results[1];
      };
      const slopes = parameters.map((parameter, i) => {
        const slope = (step: number) =>
          (lossAt(parameters.with(i, parameter + step)) -
            lossAt(parameters.with(i, parameter - step))) /
          (2 * step);
        return (4 * slope(5e-5) - slope(1e-4)) / 3;
      });
      // A logarithm next to zero makes much of the single precision's last bits.
      const single = given.nacMultiplication === "normal" ? 1e-4 : 3e-6;
      const largest = Math.max(...slopes.map(Math.abs));
      for (const [backend, unrollLimit, tolerance] of [
        ["js", undefined, 1e-7],
        ["js", 0, 1e-7],
        ["wasm", undefined, single],
        ["wasm", 0, single],
      ] as const) {
        const trainer = await createTrainer(
          { ...settings, regularizerScalingStart: -1 },
          { backend, unrollLimit },
        );
        await trainer.advance(1);
        const gradients = trainer.lastStep!.gradients.flatMap(({ values }) => [...values]);
        assert.equal(gradients.length, slopes.length);
        gradients.forEach((gradient, i) => {
          const error = Math.abs(gradient - slopes[i]) / largest;
          assert.ok(error < tolerance, `${backend}: ${gradient} instead of ${slopes[i]}`);
        });
        await trainer.close();
      }
    });
  }

  it("have noise whose bounds depend on the inputs in the first layer only", async () => {
    const noisy = completeSettings({
      ...small,
      layerType: "ReRegualizedLinearNAC",
      nauNoise: true,
    });
    await assert.rejects(
      createTrainer(noisy),
      /^UserError: The noise of NAU in layer_2 depends on how its inputs vary/,
    );
    const products = { ...noisy, nacMultiplication: "mnac", nmuNoise: true } as const;
    const trainer = await createTrainer(products);
    assert.equal(await trainer.advance(3), 3);
  });

  it("name parameters and tags by the place of their module", async () => {
    const trainer = await createTrainer(
      completeSettings({ ...small, layerType: "NALU", firstLayer: "NAC" }),
    );
    assert.deepEqual(
      trainer.parameters.map(({ name, tag, shape }) => [name, tag, shape]),
      [
        ["layer_1.W_hat", "layer_1/nac/W_hat", [3, 6]],
        ["layer_1.M_hat", "layer_1/nac/M_hat", [3, 6]],
        ["layer_2.G_add", "layer_2/nalu/G_add", [1, 3]],
        ["layer_2.nac_add.W_hat", "layer_2/nalu/nac/W_hat", [1, 3]],
        ["layer_2.nac_add.M_hat", "layer_2/nalu/nac/M_hat", [1, 3]],
      ],
    );
    await trainer.setParameters({ "layer_2.G_add": [1, 2, 3] });
    await assert.rejects(
      trainer.setParameters({ G_add: [1, 2, 3] }),
      /^UserError: NAC and NALU has/,
    );
    const { arrays } = await trainer.evaluate();
    assert.deepEqual(
      arrays.map(({ tag, layer }) => [tag, layer]),
      [
        ["layer_1/nac/W", 0],
        ["layer_2/nalu/nac/W", 1],
      ],
    );
  });
});
