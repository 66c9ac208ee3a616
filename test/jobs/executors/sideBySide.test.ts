import assert from "node:assert/strict";
import {
  completeSettings,
  type GivenSettings,
} from "../../../src/experiments/settings/runSettings.js";
import { arrangeSideBySide } from "../../../src/jobs/executors/sideBySide.js";
import type { TrainRunTask } from "../../../src/train/runs/trainRun.js";

const common: GivenSettings = {
  task: "simple_function_static",
  layerType: "ReRegualizedLinearNAC",
  nacMultiplication: "mnac",
  operation: "mul",
  inputSize: 40,
};

function taskOf(given: GivenSettings): TrainRunTask {
  const name = `${given.layerType} ${given.operation} ${given.learningRate} ${given.seed}`;
  return { settings: completeSettings(given), directory: name };
}

function arrange(all: readonly GivenSettings[], most = 512, sharesBatches = true) {
  const groups = arrangeSideBySide(all.map(taskOf), (one) => one, most, sharesBatches);
  return groups.map(({ runs, together }) => ({
    together,
    runs: runs.map(({ settings }) => `${settings.operation} ${settings.seed}`),
  }));
}

describe("runs side by side", () => {
  const operations = ["mul", "add", "sub"] as const;
  const ofSeeds = (...seeds: readonly number[]) =>
    operations.flatMap((operation) => seeds.map((seed) => ({ ...common, operation, seed })));

  it("that learn from the same batches stand in rows of the same forms", () =>
    assert.deepEqual(arrange(ofSeeds(1, 2)), [
      { together: 3, runs: ["add 1", "mul 1", "sub 1", "add 2", "mul 2", "sub 2"] },
    ]));

  it("are in another group where a row lacks one of them, or it is alone", () => {
    const all = ofSeeds(1, 2, 3).filter(
      ({ operation, seed }) =>
        seed === 1 || (operation !== "sub" && seed === 2) || operation === "mul",
    );
    assert.deepEqual(arrange(all), [
      { together: 3, runs: ["add 1", "mul 1", "sub 1"] },
      { together: 2, runs: ["add 2", "mul 2"] },
      { together: 1, runs: ["mul 3"] },
    ]);
  });

  it("are in even rows, and in groups of whole rows", () => {
    const rates = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((rate) => rate / 1000);
    const all = [1, 2, 3].flatMap((seed) =>
      rates.map((learningRate) => ({ ...common, learningRate, seed })),
    );
    const groups = arrange(all, 11);
    assert.deepEqual(
      groups.map(({ together, runs }) => [together, runs.length]),
      [
        [5, 10],
        [5, 5],
        [4, 8],
        [4, 4],
      ],
    );
    assert.equal(new Set(groups.flatMap(({ runs }) => runs)).size, 3);
  });

  it("are of one form each where nothing is shared", () =>
    assert.deepEqual(
      arrange(ofSeeds(1, 2), 512, false).map(({ together, runs }) => [together, runs.join()]),
      [
        [1, "mul 1,mul 2"],
        [1, "add 1,add 2"],
        [1, "sub 1,sub 2"],
      ],
    ));
});
