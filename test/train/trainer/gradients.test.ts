import assert from "node:assert/strict";
import { singleLayerProgram } from "../../helpers/singleLayerProgram.js";
import { compileJavascriptKernel } from "../../../src/compute/backends/javascriptKernel.js";
import { activationLayers } from "../../../src/train/modules/basicLayers.js";
import { shippedModules } from "../../../src/train/modules/moduleRegistry.js";
import { TorchGenerator } from "../../../src/compute/random/torchGenerator.js";
import {
  completeSettings,
  type GivenSettings,
} from "../../../src/experiments/settings/runSettings.js";
import { arithmeticTaskData } from "../../../src/train/tasks/arithmetic.js";
import { trainingLoss } from "../../../src/train/tasks/losses.js";
import { createBatchWriter } from "../../../src/train/trainer/trainerBatch.js";

const variants: Readonly<Record<string, GivenSettings>> = {
  "as it is": {},
  "with every penalty": {
    regularizerGate: 1,
    regularizerNpuWeight: 1,
    regularizerZ: 1,
    regularizerL1: true,
    lpNorm: 2,
    outOfBoundsMode: "regualized",
    trashCell: true,
  },
  "with noise and two outputs": { nmuNoise: true, nauNoise: true, outputSize: 2 },
  "with other options": {
    naluTwoNac: true,
    naluTwoGate: true,
    naluBias: true,
    naluMultiplication: "mnac",
    naluGate: "regualized",
    nruDivisionMode: "div-sepSign",
    regularizerShape: "squared",
  },
};

describe("gradients in double precision", () => {
  for (const module of shippedModules) {
    // A single layer replaces every activation function by the identity.
    if (activationLayers.includes(module)) continue;
    for (const [variant, given] of Object.entries(variants)) {
      for (const criterion of ["mse", "pcc", "mape"] as const) {
        const settings = completeSettings({
          ...given,
          layerType: module.layerTypes[0],
          operation: "div",
          inputSize: 3,
          subsetRatio: 0.34,
          batchSize: 16,
          seed: 2,
          precision: 64,
          trashCell: Boolean(given.trashCell) && module.name === "NRU",
        });
        it(`equal central differences: ${module.name} ${variant}, ${criterion}`, () => {
          const program = singleLayerProgram(module, settings);
          const generator = new TorchGenerator(settings.seed, 64);
          const parameters = program.network.draw(generator);
          const batch = new Float64Array(settings.batchSize * program.columns.count);
          const { nextBatch } = arithmeticTaskData(settings);
          const { noises } = program.network;
          createBatchWriter(nextBatch, { rows: 16, inputs: 3 }, noises, generator)(batch);
          const results = new Float64Array(program.resultCount);
          const gradients = new Float64Array(parameters.length);
          const scalars = new Float64Array(program.scalars.length).fill(0.37);
          const kernel = compileJavascriptKernel(
            program.trainingKernel({ loss: trainingLoss(criterion, 64) }),
            program.scalars,
          );
          const run = (at: Float64Array, into = new Float64Array(parameters.length)) => {
            kernel({ parameters: at, scalars, batch, results, gradients: into });
            return results[1];
          };
          run(parameters, gradients);
          const largest = Math.max(...gradients.map(Math.abs), 1);
          parameters.forEach((parameter, i) => {
            const slope = (step: number) =>
              (run(parameters.with(i, parameter + step)) -
                run(parameters.with(i, parameter - step))) /
              (2 * step);
            const difference = (4 * slope(5e-5) - slope(1e-4)) / 3;
            const error = Math.abs(gradients[i] - difference) / largest;
            assert.ok(error < 1e-9, `parameter ${i}: ${gradients[i]}, ${difference}`);
          });
        });
      }
    }
  }
});
