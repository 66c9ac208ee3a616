import assert from "node:assert/strict";
import { formatRunName } from "../../../src/experiments/names/runName.js";
import { settingsFromArguments } from "../../../src/experiments/settings/runArguments.js";
import { completeSettings } from "../../../src/experiments/settings/runSettings.js";
import { createSequenceTrainer } from "../../../src/train/sequences/createSequenceTrainer.js";
import type { DigitSplits } from "../../../src/train/sequences/mnistFiles.js";
import { mnistImages, reduced } from "../../helpers/mnistImages.js";
import { readArguments } from "../../helpers/readArguments.js";
import { checkBeginning, checkMetrics, checkOrder, checkStep, trajectories } from "./trajectory.js";

/** Runs whose steps are looked at where their logs are, too: see trainSequences.test.ts. */
const watchedElsewhere = ["prod_lstm", "prod_nalu", "prod_nmu_z1", "prod_solved", "sum_nau_z1"].map(
  (name) => `reduced/${name}`,
);

describe("SequenceTrainer", function () {
  this.timeout(120_000);
  let all: DigitSplits | string;
  before(async () => {
    all = await mnistImages();
    if (typeof all === "string") console.log(`      skipped: ${all.split("\n")[0]}`);
  });

  for (const [name, one] of Object.entries(trajectories)) {
    if (watchedElsewhere.includes(name)) continue;
    it(`follows PyTorch: ${name}`, async function () {
      if (typeof all === "string") this.skip();
      const given = {
        task: "sequential_mnist" as const,
        ...settingsFromArguments(readArguments(one.arguments)),
      };
      assert.equal(formatRunName(given), one.runName);
      const splits = one.mode === "full" ? all : reduced(all);
      const trainer = await createSequenceTrainer(completeSettings(given), splits);
      await checkBeginning(one, trainer, splits);
      const order = trainer.nextOrder();
      checkOrder(order, one.order);
      await checkMetrics(trainer, one.scalars["1"], one.mode === "full" ? 64 : Infinity, 1e-6);
      const steps = Object.keys(one.steps).length;
      for (let step = 0; step < steps; step++) {
        const record = await trainer.train(order.subarray(step * 64, (step + 1) * 64));
        await checkStep(one, trainer, record);
      }
      // Each set that is evaluated has drawn a number.
      if (one.order1) checkOrder(trainer.nextOrder(), one.order1);
    });
  }

  it("refuses operations and settings that are none on sequences", async function () {
    if (typeof all === "string") this.skip();
    const splits = reduced(all);
    const begin = (given: object) => () =>
      createSequenceTrainer(completeSettings({ task: "sequential_mnist", ...given }), splits);
    await assert.rejects(begin({ operation: "mul" }), /--operation cumsum or cumprod/);
    await assert.rejects(begin({ precision: 64 }), /32 bits/);
    await assert.rejects(
      begin({ interpolationLength: 2001, mnistDigits: "1" }),
      /No sequence of 2001/,
    );
    await assert.rejects(
      begin({ modelSimplification: "pass-through", mnistOutputs: 3 }),
      /--mnist-outputs asks for 3/,
    );
    await assert.rejects(begin({ layerType: "NALU", naluGate: "gumbel" }), /draws noise/);
  });
});
