import assert from "node:assert/strict";
import { errorsOf } from "../../helpers/singleLayerProgram.js";
import runs from "../../../fixtures/train/runErrors.json" with { type: "json" };
import { parseNumberRange } from "../../../src/experiments/values/numberRange.js";
import { parseSampleDistribution } from "../../../src/experiments/values/sampleDistribution.js";
import { createTrainer } from "../../../src/train/trainer/createTrainer.js";
import { completeSettings } from "../../../src/experiments/settings/runSettings.js";

/** Relative difference that rounding may have grown to within a thousand iterations. */
const tolerance = 1e-3;

describe("event files of the original's runs", () => {
  const experiment = {
    layerType: "RealNPU",
    operation: "div",
    learningRate: 5e-3,
    regularizer: 0,
    regularizerL1: true,
    regularizerBetaStart: 1e-9,
    regularizerBetaEnd: 1e-7,
    npuClip: "wg",
    regularizerNpuWeight: 1,
    regularizerGate: 1,
    regularizerScaleType: "madsen",
    regularizerScalingStart: 40_000,
    regularizerScalingEnd: 50_000,
    npuRealWeightInit: "xavier-uniform-constrained",
  } as const;
  for (const run of runs) {
    const words = run.distribution.join(" ");
    it(`hold the same errors: ${words} ${run.interpolation}, seed ${run.seed}`, async () => {
      const trainer = await createTrainer(
        completeSettings({
          ...experiment,
          seed: run.seed,
          interpolationRange: parseNumberRange(run.interpolation),
          extrapolationRange: parseNumberRange(run.extrapolation),
          sampleDistribution: parseSampleDistribution(run.distribution),
        }),
      );
      for (const [step, expected] of Object.entries(run.errors)) {
        await trainer.advance(Number(step) - trainer.iteration);
        const evaluation = await trainer.evaluate();
        const { arrays } = evaluation;
        const { validation, test } = errorsOf(evaluation);
        const weights = arrays.find(({ name }) => name === "W_real")!;
        const sparsity = Math.max(
          ...weights.values.map((w) => Math.min(Math.abs(w), Math.abs(1 - Math.abs(w)))),
        );
        [validation, test, sparsity].forEach((value, i) => {
          const difference = Math.abs(value - expected[i]);
          assert.ok(
            difference <= tolerance * Math.abs(expected[i]) + 1e-6,
            `step ${step}: ${value} instead of ${expected[i]}`,
          );
        });
      }
    });
  }
});
