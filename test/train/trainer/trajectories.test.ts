import assert from "node:assert/strict";
import { errorsOf } from "../../helpers/singleLayerProgram.js";
import { createHash } from "node:crypto";
import { createTrainer } from "../../../src/train/trainer/createTrainer.js";
import { createArithmeticData } from "../../../src/train/tasks/arithmeticData.js";
import type { Trainer } from "../../../src/train/trainer/trainer.js";
import {
  allTrajectories,
  largestDifference,
  largestMagnitude,
  settingsOf,
  toArrays,
  type Arrays,
  type Trajectory,
} from "../../helpers/trajectory.js";

/** Tolerance of everything that PyTorch and this program round differently. */
const tolerance = 1e-5;
const checkedUpdates = ["1", "10", "100", "1000"] as const;

function isClose(actual: number, expected: number, relative = tolerance): boolean {
  return Math.abs(actual - expected) <= relative * Math.abs(expected) + 1e-12;
}

function checkFirstStep(trainer: Trainer, { step }: Trajectory): void {
  const record = trainer.lastStep!;
  assert.ok(isClose(record.criterion, step.criterion), `criterion ${record.criterion}`);
  assert.ok(isClose(record.regularizer, step.regularizer), `regularizer ${record.regularizer}`);
  assert.ok(isClose(record.total, step.total), `total ${record.total}`);
  assert.ok(isClose(record.beta, step.beta) && isClose(record.rampScale, step.ramp));
  if (trainer.settings.regularizerL1) assert.ok(isClose(record.parameterNorm, step.norm));
  for (const [key, penalty] of Object.entries(step.penalties)) {
    assert.ok(
      isClose(new Map<string, number>(record.penalties).get(key) ?? 0, penalty),
      `penalty ${key}`,
    );
  }
  // The recorded gradients are those before their norm is clipped.
  if (trainer.settings.clipGradientNorm === null) checkGradients(trainer, step.gradients);
}

function checkGradients(trainer: Trainer, expected: Arrays): void {
  const difference = largestDifference(toArrays(trainer.lastStep!.gradients), expected);
  const relative = difference / largestMagnitude(expected);
  assert.ok(relative <= tolerance, `gradients ${relative}`);
}

/** Errors are compared while the weights are the same but for rounding. */
async function checkErrors(
  trainer: Trainer,
  trajectory: Trajectory,
  updates: "0" | "100",
): Promise<void> {
  const weights = updates === "0" ? trajectory.initial : trajectory.weights[updates];
  if (largestDifference(toArrays(trainer.parameters), weights) > 5e-7) return;
  const { validation, test } = errorsOf(await trainer.evaluate());
  const [interpolation, extrapolation] = trajectory.errors[updates];
  // Errors of exact weights are what rounding leaves of them: no two programs round alike.
  if (Math.max(interpolation, extrapolation) < 1e-6) return;
  assert.ok(isClose(validation, interpolation), `interpolation error ${validation}`);
  assert.ok(isClose(test, extrapolation), `extrapolation error ${test}`);
}

/**
 * How far apart runs end that start with weights a rounding error apart: the floor of a comparison
 * for runs of which PyTorch's own spread was not recorded.
 */
async function ownSpread(trajectory: Trajectory, updates: number): Promise<number> {
  const ends = await Promise.all(
    [0, 1, 2].map(async (twin) => {
      const trainer = await createTrainer(settingsOf(trajectory));
      const moved = Object.entries(trajectory.initial).map(([name, values]) => [
        name,
        values.map((value, i) => value * (1 + ((i + twin) % 3) * twin * 5e-7)),
      ]);
      await trainer.setParameters(Object.fromEntries(moved) as Record<string, number[]>);
      await trainer.advance(updates);
      return toArrays(trainer.parameters);
    }),
  );
  return Math.max(largestDifference(ends[1], ends[0]), largestDifference(ends[2], ends[0]));
}

describe("a run follows PyTorch's", () => {
  for (const trajectory of allTrajectories) {
    it(trajectory.name, async () => {
      const settings = settingsOf(trajectory);
      const task = createArithmeticData(settings);
      assert.deepEqual(task.subsets, trajectory.subsets);
      if (!settings.nmuNoise) {
        const { inputs, targets } = task.nextBatch();
        const bytes = new Uint8Array(Float32Array.from([...inputs, ...targets]).buffer);
        assert.equal(createHash("sha256").update(bytes).digest("hex"), trajectory.batch);
      }

      const trainer = await createTrainer(settings);
      assert.deepEqual(toArrays(trainer.parameters), trajectory.initial);
      for (const array of (await trainer.evaluate()).arrays) {
        if (!array.hasSparsityError) continue;
        const tag = `${array.namespace}/${array.name}/sparsity_error`;
        const error = Math.max(
          ...array.values.map((w) => Math.min(Math.abs(w), Math.abs(1 - Math.abs(w)))),
        );
        assert.ok(isClose(error, trajectory.sparsity[tag]), tag);
      }

      await checkErrors(trainer, trajectory, "0");
      let updates = 0;
      for (const checked of checkedUpdates) {
        const goal = Number(checked);
        await trainer.advance(goal - updates);
        updates = goal;
        if (goal === 1) checkFirstStep(trainer, trajectory);
        if (checked === "100") await checkErrors(trainer, trajectory, checked);
        const difference = largestDifference(
          toArrays(trainer.parameters),
          trajectory.weights[checked],
        );
        const recorded = trajectory.sensitivity?.[checked];
        if (difference <= Math.max(tolerance, 5 * (recorded ?? 0))) continue;
        assert.equal(recorded, undefined, `${difference} after ${checked} updates`);
        const spread = await ownSpread(trajectory, goal);
        assert.ok(difference <= 5 * spread, `${difference} after ${checked} updates, ${spread}`);
      }
    });
  }

  it("with the same gradients where their norm is clipped afterwards", async () => {
    for (const trajectory of allTrajectories) {
      const settings = settingsOf(trajectory);
      if (settings.clipGradientNorm === null) continue;
      const trainer = await createTrainer({ ...settings, clipGradientNorm: null });
      await trainer.advance(1);
      checkGradients(trainer, trajectory.step.gradients);
    }
  });

  it("in double precision too", async () => {
    const chosen = allTrajectories.filter(({ name }) =>
      /^(in2_(realnpu_baseline|nru|sign-nmru|nmu_mul)_|in10_(realnpu_modified|npu_wg)_r1)/.test(
        name,
      ),
    );
    assert.ok(chosen.length >= 6);
    for (const trajectory of chosen) {
      const trainer = await createTrainer(settingsOf(trajectory), { backend: "js" });
      await trainer.advance(1);
      checkFirstStep(trainer, trajectory);
      await trainer.advance(99);
      const difference = largestDifference(toArrays(trainer.parameters), trajectory.weights["100"]);
      assert.ok(difference <= tolerance, `${trajectory.name}: ${difference}`);
    }
  });
});
