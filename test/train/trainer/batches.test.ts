import assert from "node:assert/strict";
import { parseNumberRange } from "../../../src/experiments/values/numberRange.js";
import { parseSampleDistribution } from "../../../src/experiments/values/sampleDistribution.js";
import { createTrainer } from "../../../src/train/trainer/createTrainer.js";
import { createTrainers } from "../../../src/train/trainer/createTrainers.js";
import {
  completeSettings,
  type GivenSettings,
} from "../../../src/experiments/settings/runSettings.js";
import { createArithmeticData } from "../../../src/train/tasks/arithmeticData.js";
import type { Trainer } from "../../../src/train/trainer/trainer.js";
import { interpreted } from "../../compute/backends/cuda/sameBits.js";

const each = parseNumberRange("[[-6, -2], [2, 6]]");
const halves = parseNumberRange("[[-2, -0.1], [0.1, 2], []]");

/** Settings whose batches are drawn by compiled code, and some that it leaves to JavaScript. */
const cases: Readonly<Record<string, GivenSettings>> = {
  "two inputs": { operation: "div" },
  "ten inputs": { operation: "sub", inputSize: 10, subsetRatio: 0.1, seed: 3 },
  "an odd number of inputs": { operation: "mul", inputSize: 3, subsetRatio: 0.34, seed: 5 },
  "one input": { operation: "reciprocal", inputSize: 1, subsetRatio: 1, numberOfSubsets: 1 },
  "a choice for each number": { operation: "add", interpolationRange: each, seed: 1 },
  "a choice, odd numbers of rows and inputs": {
    operation: "add",
    interpolationRange: each,
    inputSize: 3,
    subsetRatio: 0.34,
    batchSize: 33,
  },
  "a choice, in next to no memory": {
    operation: "add",
    interpolationRange: each,
    batchSize: 4,
    optimizer: "sgd",
  },
  halves: { operation: "div", inputSize: 5, subsetRatio: 0.2, interpolationRange: halves },
  "a batch that fills no whole vector": { operation: "squared", batchSize: 10 },
  "large overlapping subsets": {
    operation: "add",
    inputSize: 100,
    subsetRatio: 0.25,
    overlapRatio: 0.5,
  },
  "subsets of more than a block": { operation: "root", inputSize: 300, subsetRatio: 0.5 },
  "the simple task": { operation: "mul", simple: true, inputSize: 4 },
  "Benford's law": {
    operation: "div",
    sampleDistribution: parseSampleDistribution(["benford"]),
    interpolationRange: parseNumberRange("[10, 100]"),
    extrapolationRange: parseNumberRange("[100, 1000]"),
  },
  "a cut normal distribution": {
    operation: "div",
    sampleDistribution: parseSampleDistribution(["truncated-normal", "-1", "3", "10", "1"]),
    interpolationRange: parseNumberRange("[-5, 10]"),
    extrapolationRange: parseNumberRange("[-10, 15]"),
    batchSize: 16,
  },
  "an exponential distribution": {
    operation: "div",
    sampleDistribution: parseSampleDistribution(["exponential", "0.8"]),
    batchSize: 30,
  },
};

/** Compares batches of updates, each the last of some, with those that JavaScript draws. */
async function checkBatches(trainer: Trainer, updates: readonly number[]): Promise<void> {
  const task = createArithmeticData(trainer.settings);
  for (const count of updates) {
    await trainer.advance(count);
    for (let skipped = 1; skipped < count; skipped++) task.nextBatch();
    const { inputs, targets } = task.nextBatch();
    const forward = (await trainer.inspectLastStep())!;
    assert.deepEqual(forward.inputs.values, inputs);
    assert.deepEqual(forward.targets.values, targets);
  }
  await trainer.close();
}

describe("training batches of compiled code", () => {
  for (const [name, given] of Object.entries(cases)) {
    const settings = completeSettings({ layerType: "ReRegualizedLinearNAC", ...given });
    // More numbers than one block of the generator has.
    it(`are the task's, bit for bit: ${name}`, async () =>
      checkBatches(await createTrainer(settings, { backend: "wasm" }), [1, 1, 5]));

    it(`are so on a GPU, interpreted: ${name}`, async function () {
      const few = settings.inputSize < 100 ? {} : { batchSize: 8 };
      const backend = interpreted({ bytes: 1 << 26 });
      const [trainer] = await createTrainers([{ ...settings, ...few }], backend);
      await checkBatches(trainer, [1, 1, 3]);
    });
  }
});
