import assert from "node:assert/strict";
import { errorsOf } from "../../helpers/singleLayerProgram.js";
import { parseNumberRange } from "../../../src/experiments/values/numberRange.js";
import { loadTensorLibrary, type Importer } from "../../../src/compute/backends/tfjsLibrary.js";
import { createTrainer } from "../../../src/train/trainer/createTrainer.js";
import { activationLayers } from "../../../src/train/modules/basicLayers.js";
import { shippedModules } from "../../../src/train/modules/moduleRegistry.js";
import {
  completeSettings,
  type GivenSettings,
} from "../../../src/experiments/settings/runSettings.js";
import { largestDifference, largestMagnitude, toArrays } from "../../helpers/trajectory.js";

const variants: readonly GivenSettings[] = [
  { regularizerL1: true, regularizerZ: 1, regularizerGate: 1, regularizerNpuWeight: 1 },
  { trainCriterion: "pcc", outputSize: 2, nmuNoise: true, naluMultiplication: "trig" },
];

describe("the backend tfjs", () => {
  for (const module of shippedModules) {
    if (activationLayers.includes(module)) continue;
    it(`computes the same losses and gradients: ${module.name}`, async () => {
      for (const variant of variants) {
        const settings = completeSettings({
          layerType: module.layerTypes[0],
          operation: "div",
          inputSize: 3,
          subsetRatio: 0.34,
          interpolationRange: parseNumberRange("[-2, 2]"),
          ...variant,
        });
        const [exact, tensors] = await Promise.all(
          (["js", "tfjs"] as const).map(async (backend) => {
            const trainer = await createTrainer(settings, { backend });
            await trainer.advance(1);
            const { total, gradients } = trainer.lastStep!;
            return { total, gradients: toArrays(gradients) };
          }),
        );
        const scale = largestMagnitude(exact.gradients);
        const difference = largestDifference(tensors.gradients, exact.gradients) / scale;
        assert.ok(difference < 2e-5, `gradients ${difference}`);
        assert.ok(Math.abs(tensors.total / exact.total - 1) < 2e-5, `loss ${tensors.total}`);
      }
    });
  }

  it("trains and evaluates, and says what it computes on", async () => {
    const settings = completeSettings({ layerType: "RealNPU", operation: "div" });
    const trainer = await createTrainer(settings, { backend: "tfjs" });
    const exact = await createTrainer(settings, { backend: "js" });
    assert.match(trainer.device, /^@tensorflow\/tfjs-/);
    for (const run of [trainer, exact]) await run.advance(20);
    const difference = largestDifference(toArrays(trainer.parameters), toArrays(exact.parameters));
    assert.ok(difference < 1e-5, `${difference}`);
    const [ours, theirs] = [errorsOf(await trainer.evaluate()), errorsOf(await exact.evaluate())];
    const ratio = ours.validation / theirs.validation;
    assert.ok(Math.abs(ratio - 1) < 1e-5, `${ratio}`);
  });

  it("prefers a GPU, then native code, and says what to install when there is nothing", async () => {
    const only =
      (...installed: string[]): Importer =>
      (name) =>
        Promise.resolve(installed.includes(name) ? {} : undefined);
    const gpu = await loadTensorLibrary(
      only("@tensorflow/tfjs-node", "@tensorflow/tfjs-node-gpu", "@tensorflow/tfjs-core"),
    );
    assert.equal(gpu.device, "@tensorflow/tfjs-node-gpu");
    const native = await loadTensorLibrary(only("@tensorflow/tfjs-node", "@tensorflow/tfjs-core"));
    assert.equal(native.device, "@tensorflow/tfjs-node");
    await assert.rejects(
      loadTensorLibrary(only("@tensorflow/tfjs-core")),
      /npm install @tensorflow/,
    );
  });
});
