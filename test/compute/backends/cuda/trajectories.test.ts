import assert from "node:assert/strict";
import { wasmBackend } from "../../../../src/compute/backends/wasm/wasmBackend.js";
import type { GivenSettings } from "../../../../src/experiments/settings/runSettings.js";
import { parseNumberRange } from "../../../../src/experiments/values/numberRange.js";
import { activationLayers } from "../../../../src/train/modules/basicLayers.js";
import { shippedModules } from "../../../../src/train/modules/moduleRegistry.js";
import type { InterpretedDriverOptions } from "./interpretedDriver.js";
import { checkSameBits, interpreted } from "./sameBits.js";
import { trainSteps } from "./trainSteps.js";

const base: GivenSettings = { operation: "div", batchSize: 8 };

describe("the code for GPUs, interpreted, has the bits of WebAssembly", () => {
  for (const module of shippedModules.filter((one) => !activationLayers.includes(one))) {
    const [layerType] = module.layerTypes;
    it(`of ${module.name}, written out and in loops`, async () => {
      const given = { ...base, layerType, inputSize: 3, subsetRatio: 0.34 };
      await checkSameBits([given], [1, 2]);
      await checkSameBits([given], [2], { unrollLimit: 0 });
    });
  }

  const forms: Readonly<Record<string, GivenSettings>> = {
    "batches that fill no warp": { layerType: "NRU", batchSize: 33 },
    "clipped gradients": { layerType: "SignNMRU", clipGradientNorm: 0.01 },
    momentum: { layerType: "NMRU", optimizer: "sgd", momentum: 0.9, learningRate: 0.01 },
    "two outputs and all penalties": {
      layerType: "RealNPU",
      outputSize: 2,
      npuClip: "wg",
      regularizerL1: true,
      regularizerGate: 1,
      regularizerNpuWeight: 1,
    },
    "criteria that change": { layerType: "NRU", trainCriterion: "pcc-mse", pccToMseIteration: 3 },
    "noise, which is drawn outside": {
      layerType: "ReRegualizedLinearMNAC",
      operation: "mul",
      nmuNoise: true,
    },
    "a choice of two intervals for each number": {
      layerType: "NRU",
      interpolationRange: parseNumberRange("[[-2, -1], [1, 2]]"),
    },
    "an interval for each half of the inputs": {
      layerType: "NRU",
      inputSize: 5,
      subsetRatio: 0.2,
      interpolationRange: parseNumberRange("[[-2, -0.1], [0.1, 2], []]"),
    },
    "large overlapping subsets": {
      layerType: "ReRegualizedLinearNAC",
      operation: "add",
      inputSize: 40,
      subsetRatio: 0.5,
      overlapRatio: 0.5,
    },
    "one input": {
      layerType: "NRU",
      operation: "reciprocal",
      inputSize: 1,
      subsetRatio: 1,
      numberOfSubsets: 1,
    },
    "a weight that is not a number": {
      layerType: "NRU",
      operation: "add",
      interpolationRange: parseNumberRange("[0, 0]"),
      extrapolationRange: parseNumberRange("[0, 0]"),
    },
  };
  for (const [name, given] of Object.entries(forms)) {
    it(`with ${name}`, () => checkSameBits([{ ...base, ...given }], [1, 3], { order: "random" }));
  }

  it("over more words than a generator's state has", () =>
    checkSameBits([{ layerType: "RealNPU", operation: "div", seed: 3 }], [1, 4]));

  it("of runs side by side, which differ in seed and range, also when one of them stops", () => {
    const given: GivenSettings = { ...base, layerType: "NRU", operation: "add" };
    const zero = parseNumberRange("[0, 0]");
    return checkSameBits(
      [
        { ...given, seed: 1 },
        { ...given, seed: 2, interpolationRange: zero, extrapolationRange: zero },
        { ...given, seed: 3, interpolationRange: parseNumberRange("[2, 4]") },
        { ...given, seed: 4 },
        { ...given, seed: 5 },
      ],
      [1, 2],
    );
  });
});

describe("the code for GPUs waits where threads read what others wrote", () => {
  // More words than a generator's state has in a batch; and a batch that needs no new state.
  const large: GivenSettings = {
    ...base,
    layerType: "NRU",
    clipGradientNorm: 0.1,
    batchSize: 33,
    inputSize: 10,
    subsetRatio: 0.1,
  };
  const small: GivenSettings = { ...large, batchSize: 8, inputSize: 2, subsetRatio: 0.5 };
  // In loops gradients are added up, which needs a barrier more.
  const formOf = (given: GivenSettings, evaluates = false) => ({
    ...(given !== outside && { unrollLimit: 0 }),
    evaluates,
  });
  const run = (given: GivenSettings, options: InterpretedDriverOptions, evaluates = false) =>
    trainSteps(
      interpreted({ detectsRaces: true, ...options }),
      [given],
      [2, 1],
      formOf(given, evaluates),
    );

  const outside: GivenSettings = { ...small, layerType: "ReRegualizedLinearMNAC", nmuNoise: true };
  const ways = {
    "that are drawn on the GPU": [small, large],
    "that are made elsewhere": [outside],
  };
  for (const [name, forms] of Object.entries(ways)) {
    it(`so that no two threads meet, in any order, with batches ${name}`, async () => {
      for (const given of forms) {
        const expected = await trainSteps(wasmBackend, [given], [2, 1], formOf(given));
        assert.deepEqual(await run(given, { order: "random" }), expected);
      }
    });

    it(`and not without any of its barriers, with batches ${name}`, async () => {
      const barrier = /\tbar\.warp\.sync [^;]*;/g;
      let barriers = 0;
      let ofSteps = 0;
      const countIn = (ptx: string) => [...ptx.matchAll(barrier)].length;
      const count = (ptx: string) => {
        barriers = countIn(ptx);
        ofSteps = countIn(ptx.slice(0, ptx.indexOf(".entry evaluate")));
        return ptx;
      };
      await run(forms[0], { edit: count });
      assert.ok(barriers >= 2);
      for (let removed = 0; removed < barriers; removed++) {
        const edit = (ptx: string) => {
          let seen = 0;
          return ptx.replace(barrier, (text) => (seen++ === removed ? "" : text));
        };
        const isOfSteps = removed < ofSteps;
        const outcomes = await Promise.allSettled(
          isOfSteps ? forms.map((given) => run(given, { edit })) : [run(forms[0], { edit }, true)],
        );
        const races = outcomes.filter(
          (outcome) => outcome.status === "rejected" && /Race/.test(String(outcome.reason)),
        );
        assert.ok(races.length > 0, `barrier ${removed} of ${barriers}`);
      }
    });
  }
});
