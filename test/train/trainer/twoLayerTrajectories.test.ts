import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { decodeRunName } from "../../../src/experiments/names/runName.js";
import { completeSettings } from "../../../src/experiments/settings/runSettings.js";
import { settingsFromArguments } from "../../../src/experiments/settings/runArguments.js";
import { resolveRun } from "../../../src/train/runs/resolveRun.js";
import { createArithmeticData } from "../../../src/train/tasks/arithmeticData.js";
import { createTrainer } from "../../../src/train/trainer/createTrainer.js";
import type { NamedArray } from "../../../src/train/trainer/trainer.js";
import { readArguments } from "../../helpers/readArguments.js";
import { errorsOf } from "../../helpers/singleLayerProgram.js";

/** What PyTorch computed in one run of the original; arrays are base64 of little-endian float32. */
interface Run {
  readonly name: string;
  readonly argv: readonly string[];
  readonly runName: string;
  readonly subsets: readonly (readonly number[])[];
  /** Shapes by name, in the order of all arrays below. */
  readonly parameters: Readonly<Record<string, readonly number[]>>;
  /** SHA-256 of the initial weights. */
  readonly initial: string;
  /** Interpolation and extrapolation error by the number of updates. */
  readonly errors: Readonly<Record<"0" | "1000", readonly [number, number]>>;
  readonly step: {
    readonly criterion: number;
    readonly total: number;
    readonly penalties: Readonly<Record<string, number>>;
    readonly gradients: string;
  };
  readonly weights: Readonly<Record<string, string>>;
  /** How far PyTorch's weights are from its own with the batch reversed, or with another form of Adam. */
  readonly spread: Readonly<Record<string, number>>;
}

const fixture = new URL("../../../fixtures/train/twoLayerTrajectories.json", import.meta.url);
const runs = JSON.parse(readFileSync(fixture, "utf8")) as readonly Run[];

/**
 * Least difference of weights, in updates of Adam's 1e-3, that two programs may have whatever PyTorch's own
 * spread is: sums over inputs in another order.
 */
const tolerances: Readonly<Record<string, number>> = { "10": 5e-7, "100": 3e-5, "1000": 2e-4 };

function join(arrays: readonly NamedArray[]): Float32Array {
  return Float32Array.from(arrays.flatMap(({ values }) => [...values]));
}

function decode(text: string): Float32Array {
  const bytes = Uint8Array.from(Buffer.from(text, "base64"));
  return new Float32Array(bytes.buffer);
}

function largestDifference(actual: Float32Array, expected: Float32Array): number {
  assert.equal(actual.length, expected.length);
  return actual.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i])), 0);
}

const isClose = (actual: number, expected: number, tolerance: number): boolean =>
  Math.abs(actual - expected) <= tolerance * Math.abs(expected) + 1e-6;

describe("a run of two layers follows PyTorch's", function () {
  this.timeout(60_000);
  for (const run of runs) {
    it(run.name, async () => {
      const given = settingsFromArguments(readArguments(run.argv));
      const { settings, runName } = resolveRun({ ...given, task: "simple_function_static" });
      assert.equal(runName, run.runName);
      assert.equal(decodeRunName(runName)?.["operation"], settings.operation);
      assert.deepEqual(createArithmeticData(settings).subsets, run.subsets);

      const trainer = await createTrainer(settings);
      assert.deepEqual(
        Object.fromEntries(trainer.parameters.map(({ name, shape }) => [name, shape])),
        run.parameters,
      );
      const initial = join(trainer.parameters);
      assert.equal(
        createHash("sha256").update(new Uint8Array(initial.buffer)).digest("hex"),
        run.initial,
      );
      const checkErrors = async (updates: "0" | "1000", tolerance: number): Promise<void> => {
        const { validation, test } = errorsOf(await trainer.evaluate());
        const [interpolation, extrapolation] = run.errors[updates];
        assert.ok(isClose(validation, interpolation, tolerance), `interpolation ${validation}`);
        assert.ok(isClose(test, extrapolation, tolerance), `extrapolation ${test}`);
      };
      await checkErrors("0", 2e-6);

      await trainer.advance(1);
      const step = trainer.lastStep!;
      assert.ok(isClose(step.criterion, run.step.criterion, 1e-6), `loss ${step.criterion}`);
      assert.ok(isClose(step.total, run.step.total, 1e-6), `total ${step.total}`);
      for (const [key, penalty] of Object.entries(run.step.penalties)) {
        const value = new Map<string, number>(step.penalties).get(key) ?? 0;
        assert.ok(isClose(value, penalty, 1e-6), `penalty ${key}: ${value}`);
      }
      const gradients = decode(run.step.gradients);
      const largest = gradients.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      const slopes = largestDifference(join(step.gradients), gradients);
      // Products in the space of logarithms divide by sums next to zero.
      assert.ok(slopes <= (run.name.includes("nac_mul") ? 6e-4 : 2e-6) * largest, `${slopes}`);

      for (const [updates, weights] of Object.entries(run.weights)) {
        await trainer.advance(Number(updates) - trainer.iteration);
        const difference = largestDifference(join(trainer.parameters), decode(weights));
        const spread = run.spread[updates];
        const tolerance = Math.max(tolerances[updates], 10 * spread);
        assert.ok(difference <= tolerance, `weights after ${updates}: ${difference}`);
      }
      if (trainer.iteration === 1000) await checkErrors("1000", 2e-3);
      await trainer.close();
    });
  }

  it("ends before its first iteration where the original stops: a gate's product overflows", async () => {
    // The original: ValueError('nan detected') in the evaluation on the test set, seeds 0 to 4.
    for (const [operation, seed] of [
      ["mul", 0],
      ["add", 1],
      ["root", 4],
    ] as const) {
      const trainer = await createTrainer(
        completeSettings({
          task: "simple_function_static",
          layerType: "ReRegualizedLinearNALU",
          naluTwoNac: true,
          naluMultiplication: "mnac",
          operation,
          seed,
        }),
      );
      await trainer.evaluate();
      assert.equal(trainer.stopped?.iteration, 0);
      assert.match(trainer.stopped.reason, /activation on the test set is not a number/);
      assert.equal(await trainer.advance(1), 0);
    }
  });

  it("goes on where only its output is not a number, as the original does", async () => {
    const trainer = await createTrainer(
      completeSettings({ task: "simple_function_static", layerType: "NALU", operation: "mul" }),
    );
    await trainer.advance(2000);
    // A closed gate times an infinite product.
    const { validation, test } = errorsOf(await trainer.evaluate());
    assert.ok(Number.isFinite(validation) && Number.isNaN(test));
    assert.equal(trainer.stopped, null);
  });
});
