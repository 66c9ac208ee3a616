import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { formatRunName } from "../../../src/experiments/names/runName.js";
import { settingsFromArguments } from "../../../src/experiments/settings/runArguments.js";
import { completeSettings } from "../../../src/experiments/settings/runSettings.js";
import {
  createSequences,
  metricSeeds,
  trainingSeed,
} from "../../../src/train/sequences/digitSequences.js";
import type { DigitSplits } from "../../../src/train/sequences/mnistFiles.js";
import { createSequenceTrainer } from "../../../src/train/sequences/createSequenceTrainer.js";
import type {
  SequenceArray,
  SequenceTrainer,
} from "../../../src/train/sequences/sequenceTrainer.js";
import { mnistImages, reduced } from "../../helpers/mnistImages.js";
import { readArguments } from "../../helpers/readArguments.js";

/** An array in part: all of its values, or some of them by their places. */
interface RecordedArray {
  readonly l2: number;
  readonly sum: number;
  readonly values?: readonly number[];
  readonly at?: Readonly<Record<string, number>>;
}
type RecordedArrays = Readonly<Record<string, RecordedArray>>;

interface Recorded {
  readonly arguments: readonly string[];
  readonly mode: "full" | "reduced";
  readonly runName: string;
  readonly sequences: readonly {
    readonly split: "train" | "valid" | "test";
    readonly role: string;
    readonly seq_length: number;
    readonly sequences: number;
    readonly first5_indices: readonly (readonly number[])[];
    readonly last_sequence_indices: readonly number[];
    readonly index_checksum: number;
  }[];
  readonly initial: RecordedArrays;
  readonly order: readonly number[];
  readonly order1?: readonly number[];
  readonly steps: Readonly<
    Record<
      string,
      {
        readonly total: number;
        readonly grad?: RecordedArrays;
        readonly regualizers?: Readonly<Record<string, number>>;
      }
    >
  >;
  readonly after: Readonly<Record<string, RecordedArrays>>;
  readonly scalars: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

const fixture = new URL("../../../fixtures/train/sequences/trajectories.json.gz", import.meta.url);
const recorded = JSON.parse(gunzipSync(readFileSync(fixture)).toString()) as Readonly<
  Record<string, Recorded>
>;

/**
 * Cells that take logarithms of what the image network says: an output near 0 makes the last bits of single precision
 * count a thousand times as much, in the original's own numbers too.
 */
const readsLogarithms = (name: string): boolean => /nalu|nac_mul/.test(name);

describe("SequenceTrainer", function () {
  this.timeout(120_000);
  let all: DigitSplits | string;
  before(async () => {
    all = await mnistImages();
    if (typeof all === "string") console.log(`      skipped: ${all.split("\n")[0]}`);
  });

  for (const [name, one] of Object.entries(recorded)) {
    it(`follows PyTorch: ${name}`, async function () {
      if (typeof all === "string") this.skip();
      const given = {
        task: "sequential_mnist" as const,
        ...settingsFromArguments(readArguments(one.arguments)),
      };
      assert.equal(formatRunName(given), one.runName);
      const settings = completeSettings(given);
      const splits = one.mode === "full" ? all : reduced(all);
      checkSequences(one, splits, settings.mnistDigits);

      const trainer = await createSequenceTrainer(settings, splits);
      checkArrays("initial", await trainer.read("parameters"), one.initial, 1e-8);
      const order = trainer.nextOrder();
      assert.deepEqual([...order.subarray(0, one.order.length)], one.order);
      await checkMetrics(trainer, one.scalars["1"], one.mode === "full" ? 64 : Infinity, 1e-6);
      const loose = readsLogarithms(name);
      for (const key of Object.keys(one.steps)) {
        const step = Number(key);
        const record = await trainer.train(order.subarray((step - 1) * 64, step * 64));
        const expected = one.steps[step];
        assert.ok(
          Math.abs(record.total / expected.total - 1) < (loose ? 5e-3 : 2e-6),
          `step ${step}: ${record.total} instead of ${expected.total}`,
        );
        if (expected.grad)
          checkGradients(await trainer.read("gradients"), expected.grad, loose ? 5e-3 : 5e-4);
        for (const { key, value } of record.penalties) {
          const wanted = expected.regualizers?.[key];
          if (wanted === undefined) continue;
          const within = (loose ? 1e-3 : 1e-5) * wanted + 1e-9;
          assert.ok(Math.abs(value - wanted) <= within, `${key}: ${value} ${wanted}`);
        }
        const after = one.after[step];
        if (after)
          checkArrays(
            `after ${step}`,
            await trainer.read("parameters"),
            after,
            loose ? 3e-3 : 5e-6,
          );
      }
    });
  }

  it("goes on into the next epochs as PyTorch does", async function () {
    if (typeof all === "string") this.skip();
    const one = recorded["reduced/prod_nmu_z1"];
    const given = settingsFromArguments(readArguments(one.arguments));
    const settings = completeSettings({ task: "sequential_mnist", ...given });
    const trainer = await createSequenceTrainer(settings, reduced(all));
    for (let epoch = 0; epoch < 5; epoch++) {
      const order = trainer.nextOrder();
      // Each set that is evaluated draws a number.
      if (epoch === 0) await checkMetrics(trainer, one.scalars["1"], Infinity, 1e-6);
      if (epoch === 1) assert.deepEqual([...order.subarray(0, 64)], one.order1);
      for (let batch = 0; batch < trainer.batches; batch++) {
        await trainer.train(order.subarray(batch * 64, (batch + 1) * 64));
      }
    }
    assert.equal(trainer.step, 75);
    trainer.nextOrder();
    await checkMetrics(trainer, one.scalars["76"], Infinity, 3e-4);
  });

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

function checkSequences({ sequences }: Recorded, splits: DigitSplits, digits: string): void {
  const splitOf = { train: "training", valid: "validation", test: "test" } as const;
  for (const wanted of sequences) {
    const split = splitOf[wanted.split];
    const seed = wanted.role === "metric" ? metricSeeds[split] : trainingSeed(0);
    const found = createSequences(splits[split], digits, wanted.seq_length, seed);
    assert.equal(found.count, wanted.sequences);
    const at = (sequence: number) =>
      [...found.images].slice(sequence * found.length, (sequence + 1) * found.length);
    wanted.first5_indices.forEach((indices, sequence) =>
      assert.deepEqual(at(sequence).slice(0, indices.length), indices),
    );
    const last = at(found.count - 1);
    assert.deepEqual(
      last.slice(0, wanted.last_sequence_indices.length),
      wanted.last_sequence_indices,
    );
  }
}

async function checkMetrics(
  trainer: SequenceTrainer,
  wanted: Readonly<Record<string, number>>,
  most: number,
  tolerance: number,
): Promise<void> {
  const { interpolationLength, extrapolationLengths } = trainer.settings;
  const check = (tag: string, value: number): void => {
    const expected = wanted[`metric/${tag}`];
    assert.ok(
      Math.abs(value - expected) <= tolerance * Math.abs(expected),
      `${tag}: ${value} ${expected}`,
    );
  };
  const [training] = await trainer.evaluate("training", [interpolationLength], most);
  const [validation] = await trainer.evaluate("validation", [interpolationLength], most);
  check("train/mse", training.mse);
  check("valid/mse", validation.mse);
  const ofTest = await trainer.evaluate("test", extrapolationLengths, most);
  ofTest.forEach(({ mse, accuracy }, index) => {
    const tag = `test/extrapolation/${extrapolationLengths[index]}`;
    check(`${tag}/mse`, mse);
    if (tolerance > 1e-5) return;
    check(`${tag}/acc/all`, accuracy.all);
    check(`${tag}/acc/last`, accuracy.last);
  });
}

function checkArrays(
  when: string,
  arrays: readonly SequenceArray[],
  recordedArrays: RecordedArrays,
  tolerance: number,
): void {
  assert.deepEqual(arrays.map(({ name }) => name).sort(), Object.keys(recordedArrays).sort());
  for (const { name, values } of arrays) {
    for (const [place, wanted] of placesOf(recordedArrays[name])) {
      const found = values[place];
      assert.ok(
        Math.abs(found - wanted) <= tolerance,
        `${when} ${name} ${place}: ${found} ${wanted}`,
      );
    }
  }
}

/** To the size of an array's largest recorded gradient. */
function checkGradients(
  arrays: readonly SequenceArray[],
  recordedArrays: RecordedArrays,
  tolerance: number,
): void {
  for (const { name, values } of arrays) {
    const places = placesOf(recordedArrays[name]);
    const scale = Math.max(...places.map(([, wanted]) => Math.abs(wanted)));
    for (const [place, wanted] of places) {
      const found = values[place];
      assert.ok(
        Math.abs(found - wanted) <= tolerance * scale,
        `${name} ${place}: ${found} ${wanted}`,
      );
    }
  }
}

function placesOf({ values, at }: RecordedArray): [number, number][] {
  if (values) return values.map((value, index) => [index, value]);
  return Object.entries(at!).map(([place, value]) => [Number(place), value]);
}
