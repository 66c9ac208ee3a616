import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { formatRunName } from "../../../src/experiments/names/runName.js";
import { settingsFromArguments } from "../../../src/experiments/settings/runArguments.js";
import { completeSettings } from "../../../src/experiments/settings/runSettings.js";
import type { DigitImages, DigitSplits } from "../../../src/train/sequences/mnistFiles.js";
import { createSequenceTrainer } from "../../../src/train/sequences/createSequenceTrainer.js";
import { trainSequences } from "../../../src/train/sequences/trainSequences.js";
import { own } from "../../../src/util/own.js";
import { mnistImages, reduced } from "../../helpers/mnistImages.js";
import { readArguments } from "../../helpers/readArguments.js";
import { type Logged, recordingWriter } from "../../helpers/recordingWriter.js";
import { type Trajectory, trajectories, watchTrajectory } from "./trajectory.js";

/** What the original's writer was given. */
interface Recorded {
  readonly arguments: readonly string[];
  readonly runName: string;
  /** By step; of a tag that was written several times at a step, the last value. */
  readonly scalars: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Tags at step 1. */
  readonly scalarOrder: readonly string[];
  /** Some of them, each cut after 400 characters. */
  readonly texts: readonly { readonly tag: string; readonly step: number; readonly text: string }[];
  /** Tags at step 1. */
  readonly histograms: readonly string[];
}

const fixture = new URL("../../../fixtures/train/sequences/logs.json.gz", import.meta.url);
const recorded = JSON.parse(gunzipSync(readFileSync(fixture)).toString()) as Readonly<
  Record<string, Recorded>
>;

/** The run that goes on to the second row of metrics. */
const longRun = "prod_nmu_z1";

describe("trainSequences", function () {
  this.timeout(120_000);
  let splits: DigitSplits | string;
  before(async () => {
    const all = await mnistImages();
    splits = typeof all === "string" ? all : reduced(all);
    if (typeof splits === "string") console.log(`      skipped: ${splits.split("\n")[0]}`);
  });

  const record = async (
    one: Recorded,
    given: { readonly verbose: boolean; readonly maxEpochs: number },
    trajectory?: Trajectory,
    on: DigitSplits | string = splits,
  ) => {
    const settings = {
      task: "sequential_mnist" as const,
      ...settingsFromArguments(readArguments(one.arguments)),
      ...given,
    };
    assert.equal(formatRunName(settings), one.runName);
    assert.ok(typeof on !== "string");
    const trainer = await createSequenceTrainer(completeSettings(settings), on);
    const watch = trajectory && (await watchTrajectory(trajectory, trainer, on));
    const { writer, logged } = recordingWriter();
    const batches = await trainSequences(trainer, writer);
    assert.equal(batches, trainer.batches * (given.maxEpochs + 1));
    assert.equal(watch?.stepsSeen(), trajectory && Object.keys(trajectory.steps).length);
    return logged;
  };

  for (const [name, one] of Object.entries(recorded)) {
    it(`logs what the original logs, in its order, and takes its steps: ${name}`, async function () {
      if (typeof splits === "string") this.skip();
      const isLong = name === longRun;
      const trajectory = own(trajectories, `reduced/${name}`);
      const logged = await record(one, { verbose: true, maxEpochs: isLong ? 5 : 0 }, trajectory);
      const tagsAt = (kind: Logged["kind"], step: number) =>
        logged.filter((entry) => entry.kind === kind && entry.step === step).map(({ tag }) => tag);
      // The original writes what a cell has once for each position: here it is there once.
      assert.deepEqual(tagsAt("scalar", 1), [...new Set(one.scalarOrder)]);
      assert.deepEqual(tagsAt("histogram", 1), [...new Set(one.histograms)]);
      assert.deepEqual(tagsAt("scalar", 2), Object.keys(one.scalars["2"]));
      assert.deepEqual(tagsAt("text", 2), []);
      const lastStep = Math.max(...logged.map(({ step }) => step));
      for (const [step, values] of Object.entries(one.scalars)) {
        if (Number(step) > lastStep) continue;
        for (const [tag, wanted] of Object.entries(values)) checkScalar(tag, Number(step), wanted);
      }
      for (const { tag, step, text } of one.texts) {
        if (step > lastStep) continue;
        const texts = logged.filter((entry) => entry.kind === "text" && entry.step === step);
        const own = texts.find((entry) => sameText(entry.tag, tag))?.text;
        assert.ok(own !== undefined, `${tag} at ${step}`);
        // Weights that are no formula of elementary functions are the same to the last bit.
        const isExact = step === 1 && /nmu|nau/.test(name) && tag.endsWith("W/text_summary");
        compareTexts(own, text, isExact);
      }

      function checkScalar(tag: string, step: number, wanted: number): void {
        const found = logged.filter((entry) => entry.tag === tag && entry.step === step);
        assert.equal(found.filter(({ kind }) => kind === "scalar").length, 1, `${tag} at ${step}`);
        const value = found.find(({ kind }) => kind === "scalar")!.value!;
        // An image that the network says is next to 0 makes the last bits of logarithms count.
        const loose = /nalu|nac_mul/.test(name) ? 5e-3 : 2e-5;
        const isFirstMetric = trajectory !== undefined && step === 1 && tag.startsWith("metric/");
        const usual = isFirstMetric ? 1e-6 : loose;
        const tolerance = tag.includes("/grad/") ? Math.max(loose, 5e-4) : step > 10 ? 3e-4 : usual;
        const scale = Math.abs(wanted) + (tag.includes("/grad/") ? 1e-3 : 1e-12);
        assert.ok(
          Math.abs(value - wanted) <= tolerance * scale,
          `${tag} at ${step}: ${value} for ${wanted}`,
        );
      }
    });
  }

  it("logs metrics and losses of every fifth epoch alone when not verbose", async function () {
    if (typeof splits === "string") this.skip();
    const one = recorded.sum_nalu;
    const { training, validation, test } = splits;
    // What is logged does not depend on how many images there are.
    const small = { training: firstOf(training, 640), validation, test: firstOf(test, 1000) };
    const logged = await record(one, { verbose: false, maxEpochs: 0 }, undefined, small);
    assert.deepEqual(new Set(logged.map(({ step }) => step)), new Set([1]));
    assert.deepEqual(
      logged.map(({ kind, tag }) => `${kind} ${tag}`),
      [...new Set(one.scalarOrder)]
        .filter((tag) => !tag.includes("/grad/"))
        .map((tag) => `scalar ${tag}`),
    );
  });
});

const firstOf = ({ images, labels }: DigitImages, count: number): DigitImages => ({
  images: images.subarray(0, count * 784),
  labels: labels.subarray(0, count),
});

/** PyTorch's writer and tensorboardX's leave a slash in front of a text's tag, or not. */
const sameText = (own: string, wanted: string): boolean =>
  own.replace(/^\//, "").replace(/\/text_summary$/, "") === wanted.replace(/\/text_summary$/, "");

function compareTexts(own: string, wanted: string, exactly: boolean): void {
  if (exactly) {
    assert.equal(own, wanted);
    return;
  }
  const numbers = (text: string) =>
    [...text.matchAll(/-?\d[\d.]*(?:e[-+]\d+)?/g)].map(([text]) => Number(text));
  const [found, expected] = [numbers(own), numbers(wanted).slice(0, -1)];
  assert.ok(expected.length > 0);
  assert.match(own, /^<pre>\[\[[^]*\]\]<\/pre>$/);
  const scale = Math.max(...expected.map(Math.abs));
  expected.forEach((value, index) =>
    assert.ok(Math.abs(found[index] - value) <= 1e-4 * scale, `${found[index]} for ${value}`),
  );
}
