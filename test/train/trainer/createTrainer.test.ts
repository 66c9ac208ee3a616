import assert from "node:assert/strict";
import { errorsOf } from "../../helpers/singleLayerProgram.js";
import { parseNumberRange } from "../../../src/experiments/values/numberRange.js";
import { createTrainer } from "../../../src/train/trainer/createTrainer.js";
import { add, div, mul, sum } from "../../../src/compute/graph/operations.js";
import { activationLayers } from "../../../src/train/modules/basicLayers.js";
import { uniform } from "../../../src/train/modules/parts/initializers.js";
import {
  addModule,
  findModule,
  shippedModules,
} from "../../../src/train/modules/moduleRegistry.js";
import type { ModuleDefinition } from "../../../src/train/modules/parts/moduleDefinition.js";
import {
  completeSettings,
  type GivenSettings,
} from "../../../src/experiments/settings/runSettings.js";
import reference from "../../../fixtures/train/referenceVectors.json" with { type: "json" };
import { largestDifference, largestMagnitude, toArrays } from "../../helpers/trajectory.js";

const variants: readonly GivenSettings[] = [
  {},
  { outputSize: 2, batchSize: 30, nmuNoise: true, nauNoise: true },
  {
    regularizerZ: 1,
    outOfBoundsMode: "regualized",
    regularizerL1: true,
    regularizerGate: 1,
    regularizerNpuWeight: 1,
  },
  { trainCriterion: "pcc", naluTwoNac: true, naluTwoGate: true, naluMultiplication: "mnac" },
];

/** A single layer replaces every activation function by the identity. */
const trainedModules = shippedModules.filter((module) => !activationLayers.includes(module));

describe("createTrainer", () => {
  for (const module of trainedModules) {
    it(`computes the same in all ways: ${module.name}`, async () => {
      for (const variant of variants) {
        const settings = completeSettings({
          layerType: module.layerTypes[0],
          operation: "div",
          inputSize: 5,
          subsetRatio: 0.2,
          interpolationRange: parseNumberRange("[-2, 2]"),
          ...variant,
        });
        const ways = [
          { backend: "js" },
          { backend: "js", unrollLimit: 0 },
          { backend: "wasm" },
          { backend: "wasm", unrollLimit: 0 },
        ] as const;
        const runs = await Promise.all(
          ways.map(async (options) => {
            const trainer = await createTrainer(settings, options);
            const { validation } = errorsOf(await trainer.evaluate());
            await trainer.advance(1);
            const { gradients, total } = trainer.lastStep!;
            return { validation, total, gradients: toArrays(gradients) };
          }),
        );
        const [exact, ...others] = runs;
        others.forEach((run, i) => {
          const tolerance = i === 0 ? 1e-12 : 2e-5;
          const scale = largestMagnitude(exact.gradients);
          const differences = [
            largestDifference(run.gradients, exact.gradients) / scale,
            run.validation / exact.validation - 1,
            run.total / exact.total - 1,
          ];
          for (const difference of differences) {
            assert.ok(Math.abs(difference) < tolerance, `${JSON.stringify(variant)} ${difference}`);
          }
        });
      }
    });
  }

  it("follows the original's traces of losses, penalties and schedules", async () => {
    const traces: [keyof typeof reference.training_traces.runs, GivenSettings][] = [
      [
        "realnpu_modified",
        {
          layerType: "RealNPU",
          learningRate: 5e-3,
          regularizer: 0,
          regularizerL1: true,
          regularizerBetaStart: 1e-3,
          regularizerBetaEnd: 1e-1,
          regularizerBetaStep: 4,
          npuClip: "wg",
          regularizerNpuWeight: 1,
          regularizerGate: 1,
          regularizerScaleType: "madsen",
          npuRealWeightInit: "xavier-uniform-constrained",
        },
      ],
      ["nru", { layerType: "NRU", learningRate: 1 }],
      ["signnmru", { layerType: "SignNMRU", learningRate: 1e-2, clipGradientNorm: 1 }],
      [
        "signnmru_pcc",
        {
          layerType: "SignNMRU",
          learningRate: 1e-2,
          clipGradientNorm: 1,
          trainCriterion: "pcc",
        },
      ],
      [
        "signnmru_mape_sgd",
        { layerType: "SignNMRU", learningRate: 1e-2, optimizer: "sgd", trainCriterion: "mape" },
      ],
    ];
    for (const [name, given] of traces) {
      const series = reference.training_traces.runs[name].series as unknown as Record<
        string,
        number[]
      >;
      const settings = completeSettings({
        operation: "div",
        regularizerScalingStart: 2,
        regularizerScalingEnd: 10,
        ...given,
      });
      const trainer = await createTrainer(settings);
      const close = (actual: number, expected: number | undefined, what: string) => {
        if (expected === undefined) return;
        const error = Math.abs(actual - expected) / Math.max(Math.abs(expected), 1e-9);
        assert.ok(error < 2e-4 || Math.abs(actual - expected) < 1e-9, `${name} ${what}: ${error}`);
      };
      for (let step = 0; step < 13; step++) {
        const { validation, test } = errorsOf(await trainer.evaluate());
        close(validation, series["metric/valid/interpolation"][step], `interpolation ${step}`);
        close(test, series["metric/test/extrapolation"][step], `extrapolation ${step}`);
        await trainer.advance(1);
        const record = trainer.lastStep!;
        close(record.criterion, series["loss/train/critation"][step], `criterion ${step}`);
        close(record.regularizer, series["loss/train/regualizer"][step], `regularizer ${step}`);
        close(record.total, series["loss/train/total"][step], `total ${step}`);
        close(record.beta, series["L1/train/beta"]?.[step], `beta ${step}`);
      }
    }
  });

  it("goes over from correlation to squared error", async () => {
    const settings = completeSettings({
      layerType: "ReRegualizedLinearNAC",
      trainCriterion: "pcc-mse",
      pccToMseIteration: 3,
    });
    const trainer = await createTrainer(settings);
    const [pcc, mse] = await Promise.all(
      (["pcc", "mse"] as const).map((trainCriterion) =>
        createTrainer({ ...settings, trainCriterion }),
      ),
    );
    await trainer.advance(3);
    await pcc.advance(3);
    assert.deepEqual(trainer.lastStep!.criterion, pcc.lastStep!.criterion);
    await mse.advance(3);
    await mse.setParameters(toArrays(trainer.parameters));
    await trainer.advance(1);
    await mse.advance(1);
    assert.equal(trainer.lastStep!.criterion, mse.lastStep!.criterion);
    assert.equal(trainer.iteration, 4);
  });

  it("computes steps one by one as in blocks", async () => {
    const settings = completeSettings({ layerType: "RealNPU", operation: "div", seed: 4 });
    const [block, single] = await Promise.all([createTrainer(settings), createTrainer(settings)]);
    await block.advance(1203);
    for (let step = 0; step < 1203; step++) await single.advance(1);
    assert.deepEqual(block.parameters, single.parameters);
    assert.deepEqual(block.lastStep, single.lastStep);
  });

  for (const backend of ["wasm", "js"] as const) {
    it(`stops a run whose weights are no numbers and says which: ${backend}`, async () => {
      const zero = parseNumberRange("[0, 0]");
      const settings = completeSettings({
        layerType: "NRU",
        operation: "add",
        interpolationRange: zero,
        extrapolationRange: zero,
      });
      const trainer = await createTrainer(settings, { backend });
      assert.equal(await trainer.advance(100), 1);
      assert.equal(trainer.stopped?.iteration, 1);
      assert.match(trainer.stopped.reason, /^W is not a number after the update of iteration 0/);
      assert.equal(await trainer.advance(100), 0);
      assert.ok(Number.isNaN(trainer.lastStep!.criterion));
    });

    it(`has no errors for weights that are no numbers: ${backend}`, async () => {
      const settings = completeSettings({ layerType: "RealNPU", operation: "div" });
      const trainer = await createTrainer(settings, { backend });
      await trainer.setParameters({ g: [NaN, 0.5] });
      const { validation, test } = errorsOf(await trainer.evaluate());
      assert.ok(Number.isNaN(validation) && Number.isNaN(test));
    });
  }

  it("trains a module that somebody else wrote", async () => {
    const scaledSum: ModuleDefinition = {
      name: "Scaled sum",
      layerTypes: ["ScaledSum"],
      namespace: "scaled_sum",
      parameters: ({ inputs, outputs }) => [
        { name: "W", axes: [outputs, inputs], initial: uniform(-1, 1) },
        { name: "scale", axes: [], initial: uniform(0.5, 1) },
      ],
      forward: ({ x, inputs, parameters: { W, scale } }) =>
        div(sum(mul(x, W), inputs), add(scale, 0.1)),
    };
    addModule(scaledSum);
    for (const backend of ["wasm", "js"] as const) {
      const settings = completeSettings({ layerType: "Scaled sum", learningRate: 0.01 });
      const trainer = await createTrainer(settings, { backend });
      const { validation } = errorsOf(await trainer.evaluate());
      await trainer.advance(2000);
      assert.ok(errorsOf(await trainer.evaluate()).validation < validation / 1000);
    }
  });

  it("sets parameters by name and refuses others", async () => {
    const settings = completeSettings({ layerType: "NMRU", operation: "div" });
    const trainer = await createTrainer(settings);
    await trainer.setParameters({ W: [1, 0, 0, 1] });
    const { validation, test } = errorsOf(await trainer.evaluate());
    assert.ok(validation < 1e-12 && test < 1e-12);
    await assert.rejects(trainer.setParameters({ V: [1] }), /has no parameter V of 1 numbers/);
    await assert.rejects(trainer.setParameters({ W: [1] }), /It has W \(4\)/);
  });

  it("refuses settings that a module cannot run with", async () => {
    const attempts: [GivenSettings, RegExp][] = [
      [{ layerType: "RealNPU", trashCell: true }, /no trash cell/],
      [{ layerType: "NALU", naluMultiplication: "max-safe" }, /max-safe/],
      [{ layerType: "NALU", naluMultiplication: "mnac" }, /--nalu-two-nac/],
      [{ layerType: "RealNPV" }, /no module "RealNPV".*RealNPU/],
    ];
    for (const [given, message] of attempts) {
      await assert.rejects(createTrainer(completeSettings(given)), message);
    }
  });
});

describe("findModule", () => {
  it("knows the original's layer types and the papers' names", () => {
    assert.equal(findModule("RealNPU"), findModule("Real NPU"));
    assert.equal(findModule("ReRegualizedLinearNAC"), findModule("NAU"));
    assert.equal(findModule("ReRegualizedLinearMNAC"), findModule("nmu"));
    assert.equal(findModule("MNAC"), findModule("NAC•"));
    // The layer type NMRU has no sign retrieval; the NMRU of the paper's figures is SignNMRU.
    assert.equal(findModule("NMRU").namespace, "nmru");
    assert.equal(findModule("SignNMRU").name, "NMRU");
  });
});
