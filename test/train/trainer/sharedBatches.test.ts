import assert from "node:assert/strict";
import {
  completeSettings,
  type GivenSettings,
} from "../../../src/experiments/settings/runSettings.js";
import { createTrainer } from "../../../src/train/trainer/createTrainer.js";
import {
  batchesOfRun,
  createTrainersOfBatches,
} from "../../../src/train/trainer/createTrainers.js";
import type { Trainer } from "../../../src/train/trainer/trainer.js";

const common: GivenSettings = {
  task: "simple_function_static",
  operation: "mul",
  inputSize: 40,
  seed: 3,
};
const given: readonly GivenSettings[] = [
  { layerType: "ReRegualizedLinearNAC", nacMultiplication: "mnac" },
  { layerType: "NALU", hiddenSize: 3 },
  { layerType: "NAC", nacMultiplication: "normal", optimizer: "sgd", momentum: 0.5 },
  { layerType: "linear" },
  { layerType: "ReRegualizedLinearNAC", operation: "sub", regularizer: 0.01 },
  { layerType: "NALU", operation: "squared" },
];
const all = given.map((one) => completeSettings({ ...common, ...one }));

function stateOf({ lastStep, parameters, stopped, iteration }: Trainer) {
  return { lastStep, parameters, stopped, iteration };
}

describe("runs that learn from the same batches", function () {
  this.timeout(60_000);
  it("compute the numbers of runs that are alone, also when some end before the others", async () => {
    const together = await createTrainersOfBatches(all, undefined);
    const alone = await Promise.all(all.map((settings) => createTrainer(settings)));
    const check = async (indices: readonly number[], steps: number): Promise<void> => {
      await Promise.all(indices.map((index) => together[index].advance(steps)));
      for (const index of indices) {
        await alone[index].advance(steps);
        assert.deepEqual(stateOf(together[index]), stateOf(alone[index]), all[index].layerType);
        assert.deepEqual(
          await together[index].inspectLastStep(),
          await alone[index].inspectLastStep(),
        );
      }
    };
    await check([0, 1, 2, 3, 4, 5], 1);
    await check([0, 1, 2, 3, 4, 5], 6);
    for (const index of [1, 4]) {
      assert.deepEqual(await together[index].evaluate(), await alone[index].evaluate());
    }
    const weights: Record<string, Float64Array> = {};
    for (const { name, values } of together[3].parameters) weights[name] = values.fill(NaN);
    for (const trainer of [together[3], alone[3]]) await trainer.setParameters(weights);
    await check([0, 1, 2, 3, 4, 5], 3);
    assert.equal(together[3].iteration, 8);
    await together[3].close();
    await together[1].close();
    await check([0, 2, 4, 5], 5);
    for (const index of [0, 2, 4, 5]) await together[index].close();
  });

  it("are those of one seed, size and range", () => {
    const [first] = all;
    const key = batchesOfRun(first);
    for (const settings of all) assert.equal(batchesOfRun(settings), key);
    const others: readonly GivenSettings[] = [
      { seed: 4 },
      { overlapRatio: 0.25 },
      { maxIterations: 3 },
    ];
    for (const other of others) {
      assert.notEqual(batchesOfRun(completeSettings({ ...common, ...given[0], ...other })), key);
    }
  });

  it("are not worth it where drawing takes no time", () =>
    assert.equal(
      batchesOfRun(completeSettings({ layerType: "NRU", operation: "div" })),
      undefined,
    ));

  it("draw for themselves where their batches are not drawn by compiled code", async () => {
    const noisy = [0, 1].map((seed) =>
      completeSettings({ ...common, ...given[0], nauNoise: seed === 1, seed: 3 }),
    );
    const trainers = await createTrainersOfBatches(noisy, undefined);
    for (const [index, trainer] of trainers.entries()) {
      const alone = await createTrainer(noisy[index]);
      await trainer.advance(2);
      await alone.advance(2);
      assert.deepEqual(stateOf(trainer), stateOf(alone));
      await trainer.close();
    }
  });
});
