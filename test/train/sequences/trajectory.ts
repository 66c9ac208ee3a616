import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import {
  createSequences,
  metricSeeds,
  trainingSeed,
} from "../../../src/train/sequences/digitSequences.js";
import type { DigitSplits } from "../../../src/train/sequences/mnistFiles.js";
import type { SequenceRecord } from "../../../src/train/sequences/sequenceBatch.js";
import type {
  SequenceArray,
  SequenceTrainer,
} from "../../../src/train/sequences/sequenceTrainer.js";

/** An array in part: all of its values, or some of them by their places. */
interface RecordedArray {
  readonly l2: number;
  readonly sum: number;
  readonly values?: readonly number[];
  readonly at?: Readonly<Record<string, number>>;
}
type RecordedArrays = Readonly<Record<string, RecordedArray>>;

/** What PyTorch did in the first steps of a run. */
export interface Trajectory {
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
/** Runs by name: `reduced/prod_nmu_z1` is one on {@link reduced} sets. */
export const trajectories = JSON.parse(gunzipSync(readFileSync(fixture)).toString()) as Readonly<
  Record<string, Trajectory>
>;

/**
 * Cells that take logarithms of what the image network says: an output near 0 makes the last bits of single precision
 * count a thousand times as much, in the original's own numbers too.
 */
const readsLogarithms = ({ arguments: given }: Trajectory): boolean =>
  given.includes("NALU") || given.includes("normal");

/** Checks what a trainer begins with: sequences and parameters. */
export async function checkBeginning(
  one: Trajectory,
  trainer: SequenceTrainer,
  splits: DigitSplits,
): Promise<void> {
  checkSequences(one, splits, trainer.settings.mnistDigits);
  checkArrays("initial", await trainer.read("parameters"), one.initial, 1e-8);
}

export function checkOrder(found: Uint32Array, wanted: readonly number[]): void {
  assert.deepEqual([...found.subarray(0, wanted.length)], wanted);
}

/** Checks a step right after it was made: its loss, gradients, penalties, and the parameters. */
export async function checkStep(
  one: Trajectory,
  trainer: SequenceTrainer,
  { step, total, penalties }: SequenceRecord,
): Promise<void> {
  const loose = readsLogarithms(one);
  const expected = (one.steps as Readonly<Record<number, Trajectory["steps"][string] | undefined>>)[
    step
  ];
  if (!expected) return;
  assert.ok(
    Math.abs(total / expected.total - 1) < (loose ? 5e-3 : 2e-6),
    `step ${step}: ${total} instead of ${expected.total}`,
  );
  if (expected.grad) {
    checkGradients(await trainer.read("gradients"), expected.grad, loose ? 5e-3 : 5e-4);
  }
  for (const { key, value } of penalties) {
    const wanted = expected.regualizers?.[key];
    if (wanted === undefined) continue;
    const within = (loose ? 1e-3 : 1e-5) * wanted + 1e-9;
    assert.ok(Math.abs(value - wanted) <= within, `${key}: ${value} ${wanted}`);
  }
  const after = one.after[step];
  if (after) {
    checkArrays(`after ${step}`, await trainer.read("parameters"), after, loose ? 3e-3 : 5e-6);
  }
}

/** Checks all that a trainer does while something else lets it train. */
export async function watchTrajectory(
  one: Trajectory,
  trainer: SequenceTrainer,
  splits: DigitSplits,
): Promise<{ readonly stepsSeen: () => number }> {
  await checkBeginning(one, trainer, splits);
  const wanted = [one.order, one.order1 ?? []];
  const nextOrder = trainer.nextOrder.bind(trainer);
  trainer.nextOrder = () => {
    const order = nextOrder();
    checkOrder(order, wanted.shift() ?? []);
    return order;
  };
  let seen = 0;
  const train = trainer.train.bind(trainer);
  trainer.train = async (batch, inspects) => {
    const record = await train(batch, inspects);
    await checkStep(one, trainer, record);
    if (String(record.step) in one.steps) seen++;
    return record;
  };
  return { stepsSeen: () => seen };
}

function checkSequences({ sequences }: Trajectory, splits: DigitSplits, digits: string): void {
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

export async function checkMetrics(
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
